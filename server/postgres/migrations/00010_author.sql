-- +goose Up
-- The history of readings names who entered each: the contact of a membership,
-- and no more of it than that.
GRANT SELECT (customer_id, id, contact_id) ON membership TO comptoir_customer;
