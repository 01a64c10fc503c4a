-- +goose Up
-- What people enter: receipts, uploads, events, activity.

-- One row for each intention received: a retry finds its answer here.
CREATE TABLE mutation (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  call text NOT NULL,
  body_hash bytea NOT NULL,
  answer jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, id)
);

CREATE TABLE upload (
  customer_id uuid NOT NULL REFERENCES customer,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL CHECK (size > 0),
  received bigint NOT NULL DEFAULT 0,
  mime text NOT NULL DEFAULT '',
  blob text NOT NULL DEFAULT '', -- SHA-256 of what is kept: images are drawn anew, without EXIF
  created_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz,
  PRIMARY KEY (customer_id, id)
);
CREATE INDEX upload_sha256 ON upload (customer_id, sha256);

-- Ordered, replayable feed of what customers do.
CREATE TABLE event (
  customer_id uuid NOT NULL REFERENCES customer,
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  subject uuid NOT NULL,
  body jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, id)
);

CREATE TABLE activity_log (
  customer_id uuid NOT NULL REFERENCES customer,
  id bigint GENERATED ALWAYS AS IDENTITY,
  org text NOT NULL DEFAULT '',
  account_id uuid NOT NULL,
  contact_id uuid,
  asset_id uuid,
  feature text NOT NULL,
  action text NOT NULL,
  number text NOT NULL DEFAULT '',
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, id)
);

-- Files that came in, for an import that changes nothing the second time.
CREATE TABLE import_run (
  id uuid PRIMARY KEY,
  profile text NOT NULL,
  file text NOT NULL,
  sha256 text NOT NULL,
  read int NOT NULL, created int NOT NULL, updated int NOT NULL, unchanged int NOT NULL, refused int NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
