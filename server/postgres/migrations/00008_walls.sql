-- +goose Up
-- The second wall: row-level security on every table, one policy per role.

-- Staff see the customers that deal with one of their organisations internes,
-- and the technical customer.
-- +goose StatementBegin
CREATE FUNCTION staff_sees(c uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT 1 FROM customer k WHERE k.customer_id = c
    AND (k.technical OR k.orgs && string_to_array(nullif(current_setting('app.orgs', true), ''), ',')))
$$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'goose_db_version' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = t::regclass AND attname = 'customer_id' AND NOT attisdropped) THEN
      EXECUTE format('CREATE POLICY customer ON %I TO comptoir_customer USING (customer_id = nullif(current_setting(''app.customer'', true), '''')::uuid)', t);
      EXECUTE format('CREATE POLICY staff ON %I TO comptoir_staff USING (staff_sees(customer_id))', t);
      EXECUTE format('CREATE POLICY job ON %I TO comptoir_job USING (true)', t);
      EXECUTE format('GRANT SELECT ON %I TO comptoir_staff', t);
    END IF;
  END LOOP;
  -- What is the dealer's and everybody may read.
  FOREACH t IN ARRAY ARRAY['internal_org', 'activity', 'profile', 'model', 'parameter', 'picture', 'brand_file', 'portal_config'] LOOP
    EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO comptoir_guest, comptoir_customer, comptoir_staff, comptoir_job USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO comptoir_guest, comptoir_customer, comptoir_staff, comptoir_job', t);
  END LOOP;
END $$;
-- +goose StatementEnd
-- Read before a session exists, to sign tokens and to compile rights.
CREATE POLICY reader ON instance FOR SELECT TO comptoir_guest, comptoir_customer USING (true);
CREATE POLICY reader ON decision_table FOR SELECT TO comptoir_guest USING (true);
GRANT SELECT ON instance, decision_table TO comptoir_guest;
-- A mirror belongs to one life of the database.
GRANT SELECT (incarnation) ON instance TO comptoir_customer;

GRANT SELECT ON customer, site, contact, gone, asset, meter, reading, reading_request, contract, coverage, billing_date,
  ticket, purchase, purchase_line, invoice, mutation, upload TO comptoir_customer;
GRANT INSERT ON reading, mutation, upload, event, activity_log TO comptoir_customer;
GRANT UPDATE (last_value, last_at, last_origin, last_real_on, volume) ON meter TO comptoir_customer;
GRANT UPDATE (received, mime, blob, done_at) ON upload TO comptoir_customer;
GRANT UPDATE (closed_on) ON reading_request TO comptoir_customer;

-- A table that mirrors tells who listens, once a statement and customer.
-- +goose StatementBegin
CREATE FUNCTION tell_mirror() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE c uuid;
BEGIN
  FOR c IN SELECT DISTINCT customer_id FROM changed LOOP
    PERFORM pg_notify('comptoir_mirror', c || ' ' || TG_ARGV[0]);
  END LOOP;
  RETURN NULL;
END $$;
DO $$
DECLARE t text; name text;
BEGIN
  FOREACH t IN ARRAY ARRAY['site', 'contact', 'asset', 'meter', 'ticket', 'purchase'] LOOP
    name := CASE t WHEN 'purchase' THEN 'order' ELSE t END;
    EXECUTE format('CREATE TRIGGER tell_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_mirror(%L)', t, name);
    EXECUTE format('CREATE TRIGGER tell_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_mirror(%L)', t, name);
    EXECUTE format('CREATE TRIGGER tell_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_mirror(%L)', t, name);
  END LOOP;
END $$;
-- What a running server keeps in memory about sessions and rights is dropped at once.
CREATE FUNCTION tell_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM pg_notify('comptoir_session', TG_TABLE_NAME);
  RETURN NULL;
END $$;
CREATE FUNCTION tell_session_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF OLD.revoked_at IS DISTINCT FROM NEW.revoked_at THEN
    PERFORM pg_notify('comptoir_session', 'session ' || NEW.id);
  END IF;
  RETURN NULL;
END $$;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['account', 'membership', 'profile', 'parameter', 'decision_table', 'portal_config', 'customer', 'contact', 'internal_org', 'activity', 'brand_file'] LOOP
    EXECUTE format('CREATE TRIGGER tell_session AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tell_session()', t);
  END LOOP;
END $$;
-- +goose StatementEnd
CREATE TRIGGER tell_session_end AFTER UPDATE ON session FOR EACH ROW EXECUTE FUNCTION tell_session_end();
