-- +goose Up
-- Contracts, tickets, orders, invoices: what filters, badges and "relevé attendu" look at.

CREATE TABLE contract (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL,
  label text NOT NULL,
  kind text NOT NULL DEFAULT '',
  org text NOT NULL REFERENCES internal_org,
  activity text NOT NULL REFERENCES activity,
  starts_on date NOT NULL,
  ends_on date,
  state text NOT NULL DEFAULT 'Validée',
  billing_contact_id uuid,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code),
  FOREIGN KEY (customer_id, billing_contact_id) REFERENCES contact (customer_id, id)
);
ALTER TABLE asset ADD FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id);

CREATE TABLE coverage (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  asset_id uuid, -- NULL: all assets of the contract
  label text NOT NULL,
  kind text NOT NULL DEFAULT '',
  features text NOT NULL DEFAULT '',
  starts_on date NOT NULL,
  ends_on date,
  PRIMARY KEY (customer_id, id),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id),
  FOREIGN KEY (customer_id, asset_id) REFERENCES asset (customer_id, id)
);
CREATE INDEX coverage_contract ON coverage (customer_id, contract_id);

CREATE TABLE billing_date (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  meter_id uuid NOT NULL,
  due_on date NOT NULL,
  billed_on date,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, meter_id, due_on),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id),
  FOREIGN KEY (customer_id, meter_id) REFERENCES meter (customer_id, id)
);
-- The next billing date of a meter: the first one not billed, of a contract in force.
-- +goose StatementBegin
CREATE FUNCTION keep_next_billing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE c uuid := coalesce(NEW.customer_id, OLD.customer_id); m uuid := coalesce(NEW.meter_id, OLD.meter_id); d date;
BEGIN
  SELECT min(b.due_on) INTO d FROM billing_date b JOIN contract k ON k.customer_id = b.customer_id AND k.id = b.contract_id
    WHERE b.customer_id = c AND b.meter_id = m AND b.billed_on IS NULL
      AND k.state = 'Validée' AND k.starts_on <= b.due_on AND (k.ends_on IS NULL OR k.ends_on >= b.due_on);
  UPDATE meter SET next_billing_on = d WHERE customer_id = c AND id = m AND next_billing_on IS DISTINCT FROM d;
  RETURN NULL;
END $$;
CREATE FUNCTION contract_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF (OLD.state, OLD.starts_on, OLD.ends_on) IS DISTINCT FROM (NEW.state, NEW.starts_on, NEW.ends_on) THEN
    UPDATE billing_date SET due_on = due_on WHERE customer_id = NEW.customer_id AND contract_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER billing_date_next AFTER INSERT OR UPDATE OR DELETE ON billing_date FOR EACH ROW EXECUTE FUNCTION keep_next_billing();
CREATE TRIGGER contract_changed AFTER UPDATE ON contract FOR EACH ROW EXECUTE FUNCTION contract_changed();

CREATE TABLE ticket (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL, -- N°
  asset_id uuid,
  site_id uuid NOT NULL,
  org text NOT NULL REFERENCES internal_org,
  activity text NOT NULL REFERENCES activity,
  nature text NOT NULL DEFAULT '',
  detail text NOT NULL DEFAULT '',
  state text NOT NULL,
  priority text NOT NULL DEFAULT '01',
  requester text NOT NULL DEFAULT '',
  requester_contact_id uuid,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  open boolean NOT NULL GENERATED ALWAYS AS (state NOT IN ('Clôturée', 'Annulée', 'Refusée')) STORED,
  rev xid8 NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code),
  FOREIGN KEY (customer_id, asset_id) REFERENCES asset (customer_id, id),
  FOREIGN KEY (customer_id, site_id) REFERENCES site (customer_id, id),
  FOREIGN KEY (customer_id, requester_contact_id) REFERENCES contact (customer_id, id)
);
CREATE INDEX ticket_rev ON ticket (customer_id, rev);
CREATE INDEX ticket_asset ON ticket (customer_id, asset_id) WHERE open;
CREATE TRIGGER ticket_rev BEFORE INSERT OR UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION stamp_rev();
CREATE TRIGGER ticket_gone AFTER UPDATE OR DELETE ON ticket FOR EACH ROW
  EXECUTE FUNCTION note_gone('ticket', 'asset_id', 'site_id', 'org', 'activity', 'open', 'requester_contact_id');

CREATE TABLE purchase (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL, -- N°
  reference text NOT NULL DEFAULT '',
  site_id uuid NOT NULL,
  org text NOT NULL REFERENCES internal_org,
  activity text NOT NULL REFERENCES activity,
  state text NOT NULL,
  ordered_at timestamptz NOT NULL,
  gross_cents bigint NOT NULL DEFAULT 0,
  requester text NOT NULL DEFAULT '',
  requester_contact_id uuid,
  asset_ids uuid[] NOT NULL DEFAULT '{}', -- kept by purchase_line: a mirror reads rows of one table
  open boolean NOT NULL GENERATED ALWAYS AS (state NOT IN ('Brouillon', 'Livrée en totalité', 'Annulée', 'Refusée', 'Archivée')) STORED,
  rev xid8 NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code),
  FOREIGN KEY (customer_id, site_id) REFERENCES site (customer_id, id),
  FOREIGN KEY (customer_id, requester_contact_id) REFERENCES contact (customer_id, id)
);
CREATE INDEX purchase_rev ON purchase (customer_id, rev);
CREATE TRIGGER purchase_rev BEFORE INSERT OR UPDATE ON purchase FOR EACH ROW EXECUTE FUNCTION stamp_rev();
CREATE TRIGGER purchase_gone AFTER UPDATE OR DELETE ON purchase FOR EACH ROW
  EXECUTE FUNCTION note_gone('order', 'site_id', 'org', 'activity', 'open', 'requester_contact_id', 'asset_ids');

CREATE TABLE purchase_line (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  asset_id uuid,
  position int NOT NULL DEFAULT 0,
  reference text NOT NULL DEFAULT '',
  label text NOT NULL,
  quantity bigint NOT NULL DEFAULT 1,
  unit_price bigint, -- ten-thousandths of a euro
  PRIMARY KEY (customer_id, id),
  FOREIGN KEY (customer_id, purchase_id) REFERENCES purchase (customer_id, id),
  FOREIGN KEY (customer_id, asset_id) REFERENCES asset (customer_id, id)
);
CREATE INDEX purchase_line_purchase ON purchase_line (customer_id, purchase_id);
-- +goose StatementBegin
CREATE FUNCTION keep_purchase_assets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE c uuid := coalesce(NEW.customer_id, OLD.customer_id); p uuid := coalesce(NEW.purchase_id, OLD.purchase_id); a uuid[];
BEGIN
  SELECT coalesce(array_agg(DISTINCT asset_id ORDER BY asset_id) FILTER (WHERE asset_id IS NOT NULL), '{}') INTO a
    FROM purchase_line WHERE customer_id = c AND purchase_id = p;
  UPDATE purchase SET asset_ids = a WHERE customer_id = c AND id = p AND asset_ids <> a;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER purchase_line_assets AFTER INSERT OR UPDATE OR DELETE ON purchase_line FOR EACH ROW EXECUTE FUNCTION keep_purchase_assets();

CREATE TABLE invoice (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL,
  credit_note boolean NOT NULL DEFAULT false,
  org text NOT NULL REFERENCES internal_org,
  site_id uuid,
  contract_id uuid,
  issued_on date NOT NULL,
  due_on date,
  net_cents bigint NOT NULL DEFAULT 0,
  gross_cents bigint NOT NULL DEFAULT 0,
  paid_cents bigint NOT NULL DEFAULT 0,
  delivery_mode text NOT NULL DEFAULT 'Artis',
  sending_state text NOT NULL DEFAULT 'Envoyé',
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code),
  FOREIGN KEY (customer_id, site_id) REFERENCES site (customer_id, id),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id)
);
