-- +goose Up
-- To whom a mail about the account goes; nothing without an address.
-- +goose StatementBegin
CREATE FUNCTION account_holder(p_account uuid) RETURNS TABLE (email text, name text, identifier text, lang text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.email, a.name, a.identifier, a.lang FROM account a WHERE a.id = p_account AND a.email <> '' AND a.disabled_at IS NULL
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION account_holder(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account_holder(uuid) TO comptoir_guest;
