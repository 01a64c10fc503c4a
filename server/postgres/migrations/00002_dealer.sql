-- +goose Up
-- What belongs to the dealer and is no customer's.

CREATE TABLE instance (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  incarnation uuid NOT NULL DEFAULT gen_random_uuid(), -- renewed by a restore: every mirror starts anew
  secret bytea NOT NULL                                -- from which session keys are derived
);

CREATE TABLE internal_org (
  code text PRIMARY KEY,
  name text NOT NULL,
  phone text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT ''
);

CREATE TABLE activity (
  code text PRIMARY KEY,
  label text NOT NULL,
  icon text NOT NULL DEFAULT ''
);

CREATE TABLE profile (
  code text PRIMARY KEY, -- the value of the criterion "profil" in decision tables
  label text NOT NULL,
  staff boolean NOT NULL DEFAULT false
);

CREATE TABLE picture (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  mime text NOT NULL,
  body bytea NOT NULL
);

CREATE TABLE model (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  code text NOT NULL,
  brand text NOT NULL,
  label text NOT NULL,
  family text NOT NULL,
  activity text NOT NULL REFERENCES activity,
  picture text REFERENCES picture,
  volume bigint, -- VMT: pages a month, in thousandths
  rev xid8 NOT NULL,
  UNIQUE (source, code)
);
CREATE INDEX model_rev ON model (rev);
CREATE TRIGGER model_rev BEFORE INSERT OR UPDATE ON model FOR EACH ROW EXECUTE FUNCTION stamp_rev();

CREATE TABLE parameter (
  code text NOT NULL,
  org text NOT NULL DEFAULT '', -- '' = common to all organisations
  value text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by text NOT NULL DEFAULT '',
  PRIMARY KEY (code, org)
);

CREATE TABLE decision_table (
  code text NOT NULL,
  version int NOT NULL,
  hit_policy text NOT NULL DEFAULT 'first' CHECK (hit_policy IN ('first', 'collect')),
  description text NOT NULL DEFAULT '',
  criteria text[] NOT NULL,
  results text[] NOT NULL,
  body jsonb NOT NULL, -- array of rows, each an array of texts: criteria, then results
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by text NOT NULL DEFAULT '',
  PRIMARY KEY (code, version)
);

CREATE TABLE portal_config (
  version int PRIMARY KEY,
  document jsonb NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by text NOT NULL DEFAULT ''
);

CREATE TABLE brand_file (
  name text PRIMARY KEY, -- logo, background, favicon
  mime text NOT NULL,
  body bytea NOT NULL,
  sha256 text NOT NULL
);
