-- +goose Up
-- The sheet of an asset counts its open orders among the few that are open.
CREATE INDEX purchase_open ON purchase (customer_id) WHERE open;
