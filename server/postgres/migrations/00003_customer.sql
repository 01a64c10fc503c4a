-- +goose Up
-- The tenant, its places and its people.

CREATE TABLE customer (
  customer_id uuid PRIMARY KEY,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL,
  name text NOT NULL,
  siret text NOT NULL DEFAULT '',
  relation text NOT NULL DEFAULT 'Client',
  active boolean NOT NULL DEFAULT true,
  technical boolean NOT NULL DEFAULT false, -- A-RATTACHER: seen by staff only
  orgs text[] NOT NULL DEFAULT '{}',        -- organisations internes it deals with
  UNIQUE (code)
);

CREATE TABLE site (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL,
  name text NOT NULL,
  address text NOT NULL DEFAULT '',
  postcode text NOT NULL DEFAULT '',
  city text NOT NULL DEFAULT '',
  active boolean NOT NULL DEFAULT true,
  rev xid8 NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code)
);

CREATE TABLE contact (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL,
  name text NOT NULL,
  email text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  job text NOT NULL DEFAULT '',
  site_id uuid,
  active boolean NOT NULL DEFAULT true,
  rev xid8 NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code),
  FOREIGN KEY (customer_id, site_id) REFERENCES site (customer_id, id)
);

-- What left a mirror: deletions, and changes of what scope or rights look at.
CREATE TABLE gone (
  customer_id uuid NOT NULL REFERENCES customer,
  collection text NOT NULL,
  id uuid NOT NULL,
  rev xid8 NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, collection, id)
);
CREATE INDEX gone_rev ON gone (customer_id, collection, rev);
CREATE TRIGGER gone_rev BEFORE INSERT OR UPDATE ON gone FOR EACH ROW EXECUTE FUNCTION stamp_rev();

-- note_gone(collection, column, …) records a row that was deleted, moved to
-- another customer, or whose named columns (scope, rights) changed.
-- SECURITY DEFINER: whoever may write the row may not write here.
-- +goose StatementBegin
CREATE FUNCTION note_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  changed boolean := TG_OP = 'DELETE';
  o jsonb; n jsonb; i int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    o := to_jsonb(OLD); n := to_jsonb(NEW);
    changed := o->'customer_id' IS DISTINCT FROM n->'customer_id';
    FOR i IN 1 .. TG_NARGS - 1 LOOP
      changed := changed OR (o->TG_ARGV[i] IS DISTINCT FROM n->TG_ARGV[i]);
    END LOOP;
  END IF;
  IF changed AND EXISTS (SELECT 1 FROM customer WHERE customer_id = OLD.customer_id) THEN
    INSERT INTO gone (customer_id, collection, id, rev) VALUES (OLD.customer_id, TG_ARGV[0], OLD.id, pg_current_xact_id())
    ON CONFLICT (customer_id, collection, id) DO UPDATE SET rev = excluded.rev, at = now();
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE INDEX site_rev ON site (customer_id, rev);
CREATE TRIGGER site_rev BEFORE INSERT OR UPDATE ON site FOR EACH ROW EXECUTE FUNCTION stamp_rev();
CREATE TRIGGER site_gone AFTER UPDATE OR DELETE ON site FOR EACH ROW EXECUTE FUNCTION note_gone('site', 'active');
CREATE INDEX contact_rev ON contact (customer_id, rev);
CREATE TRIGGER contact_rev BEFORE INSERT OR UPDATE ON contact FOR EACH ROW EXECUTE FUNCTION stamp_rev();
CREATE TRIGGER contact_gone AFTER UPDATE OR DELETE ON contact FOR EACH ROW EXECUTE FUNCTION note_gone('contact', 'site_id', 'active');
