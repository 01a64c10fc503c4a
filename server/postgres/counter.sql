-- name: Alone
-- Copies of one mutation run one after the other, also before the first is stored.
SELECT pg_advisory_xact_lock(hashtextextended(@customer::text || @id::text, 0));

-- name: Once
SELECT m.account_id, m.membership_id, m.call, m.body_hash, m.answer FROM mutation m WHERE m.customer_id = @customer AND m.id = @id::uuid;

-- name: Claim
INSERT INTO mutation (customer_id, id, account_id, membership_id, call, body_hash, answer)
VALUES (@customer, @id::uuid, @account::uuid, @membership::uuid, @call, @hash, @answer);

-- name: LockMeter
-- The lock orders the readings of one meter; the join is the scope.
SELECT t.code, t.label, a.org, a.activity, a.installed_on, t.volume, t.last_real_on, a.model_id
FROM meter t JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id
WHERE t.customer_id = @customer AND t.id = @meter::uuid AND t.asset_id = @asset::uuid AND t.active AND t.measured AND a.in_fleet
  AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
    OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
FOR NO KEY UPDATE OF t;

-- name: Around
-- Enough of the past to judge the entry and to compute the three volumes.
SELECT r.value, r.at, r.origin, r.source, r.state = 'external' FROM reading r
WHERE r.customer_id = @customer AND r.meter_id = @meter::uuid
  AND NOT EXISTS (SELECT 1 FROM reading c WHERE c.customer_id = @customer AND c.corrects_id = r.id AND c.state = 'accepted')
ORDER BY r.at DESC, r.id DESC
LIMIT 4000;

-- name: Insert
INSERT INTO reading (customer_id, id, meter_id, value, at, origin, source, reason, to_check, anomalies, replaced, old_end, new_start,
  account_id, membership_id, mutation_id, device_at, photos, state)
VALUES (@customer, @id::uuid, @meter::uuid, @value, @at, @origin, @source, @reason, @to_check, @anomalies, @replaced, @old_end, @new_start,
  @account::uuid, @membership::uuid, @mutation::uuid, @device_at, @photos, @state);

-- name: Latest
UPDATE meter SET last_value = @last_value, last_at = @last_at, last_origin = @last_origin, last_real_on = @last_real_on, volume = @volume
WHERE customer_id = @customer AND id = @meter::uuid;

-- name: CloseRequests
UPDATE reading_request q SET closed_on = @today
WHERE q.customer_id = @customer AND q.asset_id = @asset::uuid AND q.closed_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM meter t WHERE t.customer_id = @customer AND t.asset_id = @asset::uuid AND t.active AND t.measured
    AND (t.last_real_on IS NULL OR t.last_real_on < q.asked_on));

-- name: Event
INSERT INTO event (customer_id, kind, subject, body) VALUES (@customer, @kind, @subject::uuid, @body);

-- name: Log
INSERT INTO activity_log (customer_id, org, account_id, contact_id, asset_id, feature, action, number)
VALUES (@customer, @org, @account::uuid, @contact::uuid, @asset::uuid, @feature, @action, @number);

-- name: History
SELECT h.id, h.meter_id, h.value, h.at, h.origin, h.source, h.author, h.to_check, h.waits, h.photos, h.uploads FROM (
  SELECT r.id, r.meter_id, r.value, r.at, r.origin, r.source, r.to_check, r.state = 'external' AS waits, r.photos,
    coalesce((SELECT c.name FROM membership ms JOIN contact c ON c.customer_id = ms.customer_id AND c.id = ms.contact_id
      WHERE ms.customer_id = @customer AND ms.id = r.membership_id), '') AS author,
    ARRAY(SELECT coalesce((SELECT u.id::text FROM upload u WHERE u.customer_id = @customer AND u.sha256 = p AND u.done_at IS NOT NULL
      ORDER BY u.id LIMIT 1), '') FROM unnest(r.photos) WITH ORDINALITY AS x (p, n) ORDER BY n) AS uploads,
    row_number() OVER (PARTITION BY r.meter_id ORDER BY r.at DESC, r.id DESC) AS nth
  FROM reading r JOIN meter t ON t.customer_id = r.customer_id AND t.id = r.meter_id
    JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id
  WHERE r.customer_id = @customer AND t.asset_id = @asset::uuid AND a.in_fleet
    AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
      OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
    AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
) h WHERE h.nth <= @limit ORDER BY h.at DESC, h.id DESC;

-- name: Visible
SELECT count(*) FROM asset a
WHERE a.customer_id = @customer AND a.id = @asset::uuid AND a.in_fleet
  AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
    OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
  AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
    OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id));
