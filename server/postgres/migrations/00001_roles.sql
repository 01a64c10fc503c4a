-- +goose Up
-- The roles of the four pools. They own no table and cannot bypass row-level
-- security; the owner of the database is a member of each and switches to one
-- when a pool connects.
-- +goose StatementBegin
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['comptoir_guest', 'comptoir_customer', 'comptoir_staff', 'comptoir_job'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', r);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of this cluster made it
    END;
    BEGIN
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    EXCEPTION WHEN unique_violation OR OTHERS THEN
      NULL; -- a superuser needs no membership; a concurrent grant is as good
    END;
  END LOOP;
END $$;
-- +goose StatementEnd

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO comptoir_guest, comptoir_customer, comptoir_staff, comptoir_job;

-- The customer of the session, or NULL: every policy of a customer table names it.
-- +goose StatementBegin
CREATE FUNCTION app_customer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.customer', true), '')::uuid;
-- +goose StatementEnd

-- Stamps the transaction that wrote a mirrored row.
-- +goose StatementBegin
CREATE FUNCTION stamp_rev() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.rev := pg_current_xact_id();
  RETURN NEW;
END $$;
-- +goose StatementEnd
