-- name: Models
SELECT e.xmin, m.id, m.brand, m.label, m.family, m.activity, coalesce(m.picture, '')
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN model m ON m.rev >= @since::text::xid8 AND @customer::uuid IS NOT NULL AND m.activity = ANY (@activities::text[])
ORDER BY m.id;

-- name: Sites
SELECT e.xmin, s.id, s.code, s.name, s.address, s.postcode, s.city
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN site s ON s.customer_id = @customer AND s.active
  AND (@scope = 'company' AND s.rev >= @since::text::xid8
    OR @scope = 'sites' AND s.rev >= @since::text::xid8 AND s.id = ANY (@sites::uuid[])
    OR @scope = 'own' AND EXISTS (SELECT 1 FROM asset a WHERE a.customer_id = @customer AND a.site_id = s.id AND a.in_fleet
      AND (s.rev >= @since::text::xid8 OR a.rev >= @since::text::xid8) -- a site comes with the first asset there
      AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id)))
ORDER BY s.id;

-- name: SitesGone
SELECT g.id::text FROM gone g
WHERE g.customer_id = @customer AND g.collection = 'site' AND g.rev >= @since::text::xid8
  AND NOT EXISTS (SELECT 1 FROM site s WHERE s.customer_id = @customer AND s.id = g.id AND s.active
    AND (@scope <> 'sites' OR s.id = ANY (@sites::uuid[])));

-- name: Contacts
SELECT e.xmin, c.id, c.name, c.email, c.phone, c.job, c.site_id
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN contact c ON c.customer_id = @customer AND c.rev >= @since::text::xid8 AND c.active
  AND (@scope = 'company' OR @scope = 'sites' AND (c.site_id = ANY (@sites::uuid[]) OR c.id = @contact::uuid)
    OR @scope = 'own' AND c.id = @contact::uuid)
ORDER BY c.id;

-- name: ContactsGone
SELECT g.id::text FROM gone g
WHERE g.customer_id = @customer AND g.collection = 'contact' AND g.rev >= @since::text::xid8
  AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.customer_id = @customer AND c.id = g.id AND c.active
    AND (@scope = 'company' OR @scope = 'sites' AND (c.site_id = ANY (@sites::uuid[]) OR c.id = @contact::uuid)
      OR @scope = 'own' AND c.id = @contact::uuid));

-- name: Meters
SELECT e.xmin, t.id, t.asset_id, t.code, t.label, t.unit, t.position, t.colour, t.next_billing_on, t.last_real_on,
  t.last_value, t.last_at, coalesce(t.last_origin, ''), t.volume, a.org
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN (meter t JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id)
  ON t.customer_id = @customer AND t.rev >= @since::text::xid8 AND t.active AND t.measured AND a.in_fleet
  AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
    OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
ORDER BY t.asset_id, t.position, t.code;

-- name: MetersGone
SELECT g.id::text FROM gone g
WHERE g.customer_id = @customer AND g.collection = 'meter' AND g.rev >= @since::text::xid8
  AND NOT EXISTS (SELECT 1 FROM meter t JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id
    WHERE t.customer_id = @customer AND t.id = g.id AND t.active AND t.measured AND a.in_fleet
      AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
        OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
      AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
        OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id)));

-- name: Tickets
SELECT e.xmin, t.id, t.code, t.asset_id, t.site_id, t.org, t.activity, t.nature, t.detail, t.state, t.priority, t.requester, t.opened_at
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN ticket t ON t.customer_id = @customer AND t.rev >= @since::text::xid8 AND t.open
  AND (t.org || E'\x1f' || t.activity = ANY (@pairs::text[])
    OR t.org || E'\x1f' || t.activity = ANY (@own_pairs::text[]) AND t.requester_contact_id = @contact::uuid)
  AND (@scope = 'company' OR @scope = 'sites' AND t.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND t.requester_contact_id = @contact::uuid)
ORDER BY t.id;

-- name: TicketsGone
SELECT g.id::text FROM gone g
WHERE g.customer_id = @customer AND g.collection = 'ticket' AND g.rev >= @since::text::xid8
  AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.customer_id = @customer AND t.id = g.id AND t.open
    AND (t.org || E'\x1f' || t.activity = ANY (@pairs::text[])
      OR t.org || E'\x1f' || t.activity = ANY (@own_pairs::text[]) AND t.requester_contact_id = @contact::uuid)
    AND (@scope = 'company' OR @scope = 'sites' AND t.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND t.requester_contact_id = @contact::uuid));

-- name: Orders
SELECT e.xmin, o.id, o.code, o.reference, o.site_id, o.asset_ids, o.org, o.activity, o.state, o.ordered_at, o.gross_cents, o.requester,
  coalesce(o.requester_contact_id = @contact::uuid, false)
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN purchase o ON o.customer_id = @customer AND o.rev >= @since::text::xid8 AND o.open
  AND (o.org || E'\x1f' || o.activity = ANY (@pairs::text[])
    OR o.org || E'\x1f' || o.activity = ANY (@own_pairs::text[]) AND o.requester_contact_id = @contact::uuid)
  AND (@scope = 'company' OR @scope = 'sites' AND o.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND o.requester_contact_id = @contact::uuid)
ORDER BY o.id;

-- name: OrdersGone
SELECT g.id::text FROM gone g
WHERE g.customer_id = @customer AND g.collection = 'order' AND g.rev >= @since::text::xid8
  AND NOT EXISTS (SELECT 1 FROM purchase o WHERE o.customer_id = @customer AND o.id = g.id AND o.open
    AND (o.org || E'\x1f' || o.activity = ANY (@pairs::text[])
      OR o.org || E'\x1f' || o.activity = ANY (@own_pairs::text[]) AND o.requester_contact_id = @contact::uuid)
    AND (@scope = 'company' OR @scope = 'sites' AND o.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND o.requester_contact_id = @contact::uuid));
