-- name: State
SELECT u.account_id, u.sha256, u.size, u.received, u.done_at IS NOT NULL FROM upload u WHERE u.customer_id = @customer AND u.id = @id::uuid;

-- name: Begin
INSERT INTO upload (customer_id, id, account_id, sha256, size) VALUES (@customer, @id::uuid, @account::uuid, @sha256, @size)
ON CONFLICT (customer_id, id) DO NOTHING;

-- name: Lock
SELECT u.account_id, u.sha256, u.size, u.received, u.done_at IS NOT NULL FROM upload u
WHERE u.customer_id = @customer AND u.id = @id::uuid FOR NO KEY UPDATE;

-- name: Advance
UPDATE upload SET received = @received WHERE customer_id = @customer AND id = @id::uuid;

-- name: Done
UPDATE upload SET received = size, mime = @mime, blob = @blob, done_at = now() WHERE customer_id = @customer AND id = @id::uuid;

-- name: Photo
-- A photo is seen by who sees the asset of a reading that names it, and by who sent it.
SELECT u.mime, u.blob FROM upload u
WHERE u.customer_id = @customer AND u.id = @id::uuid AND u.done_at IS NOT NULL AND (u.account_id = @account::uuid OR EXISTS (
  SELECT 1 FROM reading r JOIN meter t ON t.customer_id = r.customer_id AND t.id = r.meter_id
    JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id
  WHERE r.customer_id = @customer AND u.sha256 = ANY (r.photos) AND a.in_fleet
    AND (a.org || E'\x1f' || a.activity = ANY (@pairs::text[])
      OR a.org || E'\x1f' || a.activity = ANY (@own_pairs::text[]) AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))
    AND (@scope = 'company' OR @scope = 'sites' AND a.site_id = ANY (@sites::uuid[])
      OR @scope = 'own' AND @contact::uuid IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))));
