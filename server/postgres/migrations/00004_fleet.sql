-- +goose Up
-- The installed base: assets, meters, readings.

CREATE TABLE asset (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'portail',
  code text NOT NULL,                    -- the source's own code
  parent_id uuid,                        -- maître, for an accessory
  site_id uuid NOT NULL,
  model_id uuid NOT NULL REFERENCES model,
  org text NOT NULL REFERENCES internal_org,
  activity text NOT NULL REFERENCES activity,
  label text NOT NULL,
  serial_number text NOT NULL DEFAULT '', -- identifiant fabricant
  dealer_ref text NOT NULL DEFAULT '',    -- identifiant prestataire
  customer_ref text NOT NULL DEFAULT '',  -- identifiant client
  place text NOT NULL DEFAULT '',         -- localisation: bâtiment, étage, bureau
  service text NOT NULL DEFAULT '',
  access_note text NOT NULL DEFAULT '',
  comment text NOT NULL DEFAULT '',
  installed_on date,
  warranty_ends_on date,
  status_commercial text NOT NULL DEFAULT '',
  status_logistic text NOT NULL DEFAULT 'Installé chez le client',
  status_legal text NOT NULL DEFAULT '',
  status_financing text NOT NULL DEFAULT '',
  status_contract text NOT NULL DEFAULT 'Non couvert', -- solution de services
  in_fleet boolean NOT NULL GENERATED ALWAYS AS (
    parent_id IS NULL AND status_logistic IN ('Installé chez le client', 'Installé en prêt client longue durée')) STORED,
  contract_contact_id uuid,
  user_contact_id uuid,
  service_contact_id uuid,
  last_visit_on date,
  contract_id uuid,
  request_open boolean NOT NULL DEFAULT false, -- kept by reading_request
  folded text NOT NULL DEFAULT '',             -- shared/fold over what the search looks at
  rev xid8 NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, source, code),
  FOREIGN KEY (customer_id, site_id) REFERENCES site (customer_id, id),
  FOREIGN KEY (customer_id, parent_id) REFERENCES asset (customer_id, id),
  FOREIGN KEY (customer_id, contract_contact_id) REFERENCES contact (customer_id, id),
  FOREIGN KEY (customer_id, user_contact_id) REFERENCES contact (customer_id, id),
  FOREIGN KEY (customer_id, service_contact_id) REFERENCES contact (customer_id, id)
);
CREATE INDEX asset_rev ON asset (customer_id, rev);
CREATE INDEX asset_label ON asset (customer_id, label, id) WHERE in_fleet;
CREATE INDEX asset_site ON asset (customer_id, site_id);
CREATE INDEX asset_parent ON asset (customer_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE TRIGGER asset_rev BEFORE INSERT OR UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION stamp_rev();
CREATE TRIGGER asset_gone AFTER UPDATE OR DELETE ON asset FOR EACH ROW
  EXECUTE FUNCTION note_gone('asset', 'site_id', 'org', 'activity', 'in_fleet', 'contract_contact_id', 'user_contact_id', 'service_contact_id');

CREATE TABLE meter (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  asset_id uuid NOT NULL,
  code text NOT NULL,
  label text NOT NULL,
  unit text NOT NULL DEFAULT 'pages',
  position int NOT NULL DEFAULT 0,
  colour boolean NOT NULL DEFAULT false,
  format_a3 boolean NOT NULL DEFAULT false,
  measured boolean NOT NULL DEFAULT true, -- computed ones are never entered
  active boolean NOT NULL DEFAULT true,
  next_billing_on date,                   -- kept by billing_date
  last_value bigint,                      -- last reading of any origin, kept by reading
  last_at timestamptz,
  last_origin text,
  last_real_on date,                      -- Europe/Paris
  volume bigint,                          -- statistical VMM, thousandths of a page a month
  rev xid8 NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, asset_id, code),
  FOREIGN KEY (customer_id, asset_id) REFERENCES asset (customer_id, id)
);
CREATE INDEX meter_rev ON meter (customer_id, rev);
CREATE TRIGGER meter_rev BEFORE INSERT OR UPDATE ON meter FOR EACH ROW EXECUTE FUNCTION stamp_rev();
CREATE TRIGGER meter_gone AFTER UPDATE OR DELETE ON meter FOR EACH ROW EXECUTE FUNCTION note_gone('meter', 'asset_id', 'active');
-- Who stops or starts seeing an asset does so for its meters.
-- +goose StatementBegin
CREATE FUNCTION asset_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF (OLD.site_id, OLD.org, OLD.activity, OLD.in_fleet) IS DISTINCT FROM (NEW.site_id, NEW.org, NEW.activity, NEW.in_fleet)
     OR (OLD.contract_contact_id, OLD.user_contact_id, OLD.service_contact_id) IS DISTINCT FROM (NEW.contract_contact_id, NEW.user_contact_id, NEW.service_contact_id) THEN
    INSERT INTO gone (customer_id, collection, id, rev)
      SELECT m.customer_id, 'meter', m.id, pg_current_xact_id() FROM meter m WHERE m.customer_id = NEW.customer_id AND m.asset_id = NEW.id
      ON CONFLICT (customer_id, collection, id) DO UPDATE SET rev = excluded.rev, at = now();
    UPDATE meter SET position = position WHERE customer_id = NEW.customer_id AND asset_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER asset_moved AFTER UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION asset_moved();

CREATE TABLE reading (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  meter_id uuid NOT NULL,
  value bigint NOT NULL,
  at timestamptz NOT NULL,
  origin text NOT NULL,                  -- Relevé client, Relevé prestataire, Installation chez le client, …
  source text NOT NULL,                  -- portail, inventaire, fichier, technicien
  reason text NOT NULL DEFAULT '',
  to_check boolean NOT NULL DEFAULT false, -- à vérifier by the dealer
  anomalies text[] NOT NULL DEFAULT '{}',
  replaced boolean NOT NULL DEFAULT false, -- Le compteur a été remplacé: waits in Saisies externes
  old_end bigint,
  new_start bigint,
  corrects_id uuid,
  account_id uuid,
  membership_id uuid,
  mutation_id uuid,
  device_at timestamptz,                 -- what the device's clock said
  received_at timestamptz NOT NULL DEFAULT now(),
  photos text[] NOT NULL DEFAULT '{}',   -- SHA-256 of uploads
  state text NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'external')),
  PRIMARY KEY (customer_id, id),
  UNIQUE (customer_id, mutation_id),
  FOREIGN KEY (customer_id, meter_id) REFERENCES meter (customer_id, id),
  FOREIGN KEY (customer_id, corrects_id) REFERENCES reading (customer_id, id)
);
CREATE INDEX reading_meter ON reading (customer_id, meter_id, at DESC, id DESC);
CREATE INDEX reading_corrects ON reading (customer_id, corrects_id) WHERE corrects_id IS NOT NULL;

CREATE TABLE reading_request (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  asset_id uuid NOT NULL,
  asked_on date NOT NULL,
  closed_on date,
  PRIMARY KEY (customer_id, id),
  FOREIGN KEY (customer_id, asset_id) REFERENCES asset (customer_id, id)
);
CREATE INDEX reading_request_asset ON reading_request (customer_id, asset_id) WHERE closed_on IS NULL;
-- +goose StatementBegin
CREATE FUNCTION keep_request_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE c uuid := coalesce(NEW.customer_id, OLD.customer_id); a uuid := coalesce(NEW.asset_id, OLD.asset_id); o boolean;
BEGIN
  o := EXISTS (SELECT 1 FROM reading_request WHERE customer_id = c AND asset_id = a AND closed_on IS NULL);
  UPDATE asset SET request_open = o WHERE customer_id = c AND id = a AND request_open <> o;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER reading_request_open AFTER INSERT OR UPDATE OR DELETE ON reading_request FOR EACH ROW EXECUTE FUNCTION keep_request_open();
