-- name: Sync
-- Rows and the next cursor come from one statement: its snapshot alone knows
-- which transactions it did not see.
SELECT e.xmin, a.id, a.site_id, a.model_id, a.org, a.activity, a.label, a.serial_number, a.dealer_ref, a.customer_ref,
  a.place, a.service, a.access_note, a.comment, a.installed_on, a.warranty_ends_on, a.last_visit_on,
  a.status_commercial, a.status_logistic, a.status_legal, a.status_financing, a.status_contract, a.request_open,
  a.contract_contact_id, a.user_contact_id, a.service_contact_id
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) e
LEFT JOIN asset a ON a.customer_id = @customer AND a.rev >= @since::text::xid8 AND a.in_fleet
  AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
    OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
ORDER BY a.label, a.id;

-- name: Gone
SELECT g.id::text FROM gone g
WHERE g.customer_id = @customer AND g.collection = 'asset' AND g.rev >= @since::text::xid8
  AND NOT EXISTS (SELECT 1 FROM asset a WHERE a.customer_id = @customer AND a.id = g.id AND a.in_fleet
    AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
      OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
    AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id)));

-- name: List
SELECT a.id, a.site_id, a.model_id, a.org, a.activity, a.label, a.serial_number, a.dealer_ref, a.customer_ref,
  a.place, a.service, a.access_note, a.comment, a.installed_on, a.warranty_ends_on, a.last_visit_on,
  a.status_commercial, a.status_logistic, a.status_legal, a.status_financing, a.status_contract, a.request_open,
  a.contract_contact_id, a.user_contact_id, a.service_contact_id
FROM asset a
WHERE a.customer_id = @customer AND a.in_fleet AND (a.label, a.id) > (@after, @after_id::uuid)
  AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
    OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@site::uuid IS NULL OR a.site_id = @site)
  AND (@activity = '' OR a.activity = @activity)
  AND (@family = '' OR a.model_id IN (SELECT m.id FROM model m WHERE m.family = @family))
  AND (@text = '' OR strpos(a.folded, @text) > 0)
ORDER BY a.label, a.id
LIMIT @limit;

-- name: Get
SELECT a.id, a.site_id, a.model_id, a.org, a.activity, a.label, a.serial_number, a.dealer_ref, a.customer_ref,
  a.place, a.service, a.access_note, a.comment, a.installed_on, a.warranty_ends_on, a.last_visit_on,
  a.status_commercial, a.status_logistic, a.status_legal, a.status_financing, a.status_contract, a.request_open,
  a.contract_contact_id, a.user_contact_id, a.service_contact_id,
  m.brand, m.label, m.family, m.activity, coalesce(m.picture, ''),
  s.code, s.name, s.address, s.postcode, s.city,
  coalesce((SELECT k.code || ' ' || k.label FROM contract k WHERE k.customer_id = @customer AND k.id = a.contract_id), ''),
  ARRAY(SELECT x.label FROM asset x WHERE x.customer_id = @customer AND x.parent_id = a.id ORDER BY x.label)
FROM asset a JOIN model m ON m.id = a.model_id JOIN site s ON s.customer_id = a.customer_id AND s.id = a.site_id
WHERE a.customer_id = @customer AND a.id = @id::uuid AND a.in_fleet
  AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
    OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id));

-- name: Meters
SELECT t.id, t.asset_id, t.code, t.label, t.unit, t.position, t.colour, t.next_billing_on, t.last_real_on,
  t.last_value, t.last_at, coalesce(t.last_origin, ''), t.volume
FROM meter t
WHERE t.customer_id = @customer AND t.asset_id = @id::uuid AND t.active AND t.measured
ORDER BY t.position, t.code;

-- name: Open
-- The open tickets and orders of one asset, as their lists hold them.
SELECT (SELECT count(*) FROM ticket t WHERE t.customer_id = @customer AND t.asset_id = @id::uuid AND t.open
    AND (t.org || E'\x1f' || t.activity = ANY (@ticket_pairs::text[])
      OR t.org || E'\x1f' || t.activity = ANY (@ticket_own::text[]) AND t.requester_contact_id = @contact::uuid)
    AND (@scope = 'company' OR @scope = 'sites' AND t.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND t.requester_contact_id = @contact::uuid)),
  (SELECT count(*) FROM purchase o WHERE o.customer_id = @customer AND @id::uuid = ANY (o.asset_ids) AND o.open
    AND (o.org || E'\x1f' || o.activity = ANY (@order_pairs::text[])
      OR o.org || E'\x1f' || o.activity = ANY (@order_own::text[]) AND o.requester_contact_id = @contact::uuid)
    AND (@scope = 'company' OR @scope = 'sites' AND o.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND o.requester_contact_id = @contact::uuid));

-- name: DealerCustomers
-- Row-level security says the same again: the technical customer, and those
-- that deal with an organisation interne of the person.
SELECT c.customer_id, c.code, c.name FROM customer c
WHERE c.active AND (c.technical OR c.orgs && @staff_orgs::text[])
ORDER BY NOT c.technical, c.name, c.customer_id LIMIT 500;

-- name: DealerFleet
SELECT a.id, a.label, m.brand || ' ' || m.label, a.serial_number, s.name, a.source,
  (SELECT count(*) FROM meter t WHERE t.customer_id = a.customer_id AND t.asset_id = a.id AND t.active)::int
FROM asset a JOIN model m ON m.id = a.model_id JOIN site s ON s.customer_id = a.customer_id AND s.id = a.site_id
WHERE a.customer_id = @customer AND a.id > @after_id::uuid AND (@text = '' OR strpos(a.folded, @text) > 0)
ORDER BY a.id
LIMIT @limit;
