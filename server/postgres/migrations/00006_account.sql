-- +goose Up
-- Who signs in, and what a browser holds. Reached by the guest role through functions only.

CREATE TABLE account (
  id uuid PRIMARY KEY,
  identifier text NOT NULL UNIQUE,       -- folded: shared/fold
  name text NOT NULL,
  email text NOT NULL DEFAULT '',        -- empty: no forgotten password by mail
  lang text NOT NULL DEFAULT 'fr',
  password_hash text NOT NULL DEFAULT '', -- argon2id; empty: not yet chosen
  staff boolean NOT NULL DEFAULT false,
  profile text REFERENCES profile,       -- of staff; customers have it on their membership
  orgs text[] NOT NULL DEFAULT '{}',     -- organisations internes of staff
  disabled_at timestamptz,
  epoch int NOT NULL DEFAULT 1,          -- raised to end every session of the account
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (staff = (profile IS NOT NULL))
);

CREATE TABLE membership (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES account,
  contact_id uuid NOT NULL,
  profile text NOT NULL REFERENCES profile,
  scope text NOT NULL DEFAULT 'company' CHECK (scope IN ('company', 'sites', 'own')),
  sites uuid[] NOT NULL DEFAULT '{}',
  disabled_at timestamptz,
  PRIMARY KEY (customer_id, id),
  UNIQUE (id),
  UNIQUE (customer_id, account_id),
  FOREIGN KEY (customer_id, contact_id) REFERENCES contact (customer_id, id)
);
CREATE INDEX membership_account ON membership (account_id);

CREATE TABLE session (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  membership_id uuid REFERENCES membership (id), -- NULL: staff
  refresh_hash bytea NOT NULL,   -- of the generation in force
  generation int NOT NULL DEFAULT 1,
  renewed_at timestamptz NOT NULL DEFAULT now(),
  epoch int NOT NULL,
  shared_device boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  user_agent text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT ''
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE one_time_link (
  hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('password', 'invitation')),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE sign_in_failure (
  key text NOT NULL, -- 'account:' and the folded identifier, 'address:' and the client's network
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failure_key ON sign_in_failure (key, at);
