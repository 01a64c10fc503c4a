-- +goose Up
-- How the guest role reaches accounts and sessions: these functions, and
-- nothing else. The time is handed in by the server.

ALTER TABLE membership ALTER COLUMN profile DROP NOT NULL; -- without profile: refused like a wrong password
ALTER TABLE session ADD COLUMN previous_hash bytea;        -- of the generation before, good for 30 s

-- The membership in which a session of the account starts: the first by the
-- customer's name among those that may work; NULL when none may.
-- +goose StatementBegin
CREATE FUNCTION account_works_in(p_account uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.id FROM membership m
  JOIN customer c ON c.customer_id = m.customer_id
  JOIN contact k ON k.customer_id = m.customer_id AND k.id = m.contact_id
  WHERE m.account_id = p_account AND m.profile IS NOT NULL AND m.disabled_at IS NULL AND c.active AND NOT c.technical AND k.active
  ORDER BY c.name, c.code LIMIT 1
$$;

-- What the folded identifier names. may: enabled, with a profile, and for a
-- customer's account with a membership that may work.
CREATE FUNCTION sign_in_candidate(p_identifier text)
RETURNS TABLE (account_id uuid, password_hash text, membership_id uuid, may boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.id, a.password_hash, w.id, a.disabled_at IS NULL AND a.password_hash <> '' AND (a.staff OR w.id IS NOT NULL)
  FROM account a, LATERAL (SELECT CASE WHEN a.staff THEN NULL ELSE account_works_in(a.id) END AS id) w
  WHERE a.identifier = p_identifier
$$;

-- Counts an attempt before the password is looked at, so that parallel guesses
-- gain nothing, or answers how many seconds the account or the address waits.
-- An account: 5 failures in 15 minutes, then 30 s, doubled with each further
-- failure; an address: 30 in 15 minutes. Attempts that wait are not counted.
CREATE FUNCTION sign_in_attempt(p_account text, p_address text, p_now timestamptz, OUT account_wait int, OUT address_wait int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE n int; first timestamptz; last timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_address, 7));
  PERFORM pg_advisory_xact_lock(hashtextextended(p_account, 8));
  DELETE FROM sign_in_failure f WHERE f.key IN (p_account, p_address) AND f.at <= p_now - interval '15 minutes';
  account_wait := 0;
  address_wait := 0;
  SELECT count(*), min(f.at) INTO n, first FROM sign_in_failure f WHERE f.key = p_address;
  IF n >= 30 THEN
    address_wait := greatest(1, ceil(extract(epoch FROM first + interval '15 minutes' - p_now)));
  END IF;
  SELECT count(*), max(f.at) INTO n, last FROM sign_in_failure f WHERE f.key = p_account;
  IF n >= 5 THEN
    account_wait := greatest(0, ceil(least(900, 30 * power(2, n - 5)) - extract(epoch FROM p_now - last)));
  END IF;
  IF account_wait = 0 AND address_wait = 0 THEN
    INSERT INTO sign_in_failure (key, at) VALUES (p_account, p_now), (p_address, p_now);
  END IF;
END $$;

-- Takes a successful attempt back, and what the account failed before.
CREATE FUNCTION sign_in_forgive(p_account text, p_address text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  DELETE FROM sign_in_failure WHERE key = p_account;
  DELETE FROM sign_in_failure WHERE ctid = (SELECT ctid FROM sign_in_failure WHERE key = p_address AND at = p_at LIMIT 1);
$$;

-- Replaces a hash made with other parameters.
CREATE FUNCTION account_rehash(p_account uuid, p_old text, p_new text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE account SET password_hash = p_new WHERE id = p_account AND password_hash = p_old
$$;

-- Stores a session and returns the account's epoch, or nothing for an account
-- disabled meanwhile.
CREATE FUNCTION session_open(p_session uuid, p_account uuid, p_membership uuid, p_hash bytea, p_now timestamptz, p_expires timestamptz,
  p_shared boolean, p_agent text, p_address text) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO session (id, account_id, membership_id, refresh_hash, renewed_at, epoch, shared_device, created_at, expires_at, user_agent, address)
  SELECT p_session, a.id, p_membership, p_hash, p_now, a.epoch, p_shared, p_now, p_expires, left(p_agent, 300), p_address
  FROM account a WHERE a.id = p_account AND a.disabled_at IS NULL RETURNING epoch
$$;

-- Whether nothing has ended the session but, perhaps, time.
CREATE FUNCTION session_stands(p_session uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (
    SELECT 1 FROM session s JOIN account a ON a.id = s.account_id
    WHERE s.id = p_session AND s.revoked_at IS NULL AND s.epoch = a.epoch AND a.disabled_at IS NULL
      AND (s.membership_id IS NULL AND a.staff OR EXISTS (
        SELECT 1 FROM membership m
        JOIN customer c ON c.customer_id = m.customer_id
        JOIN contact k ON k.customer_id = m.customer_id AND k.id = m.contact_id
        WHERE m.id = s.membership_id AND m.account_id = a.id AND NOT a.staff
          AND m.profile IS NOT NULL AND m.disabled_at IS NULL AND c.active AND NOT c.technical AND k.active)))
$$;

-- Takes a refresh token for its child. outcome: 'renewed'; 'gone', for a
-- session that is over or unknown; 'reused', for the parent after 30 s, and
-- the session is revoked; 'other', for a token that is neither the one in
-- force nor its parent: refresh_hash and generation then tell the caller
-- whether it is an older one.
CREATE FUNCTION session_renew(p_session uuid, p_hash bytea, p_child bytea, p_now timestamptz,
  OUT outcome text, OUT account_id uuid, OUT membership_id uuid, OUT epoch int, OUT generation int, OUT expires_at timestamptz,
  OUT refresh_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE s session%ROWTYPE;
BEGIN
  SELECT * INTO s FROM session WHERE id = p_session FOR UPDATE;
  IF NOT FOUND OR s.expires_at <= p_now OR NOT session_stands(p_session) THEN
    outcome := 'gone';
    RETURN;
  END IF;
  IF s.refresh_hash = p_hash THEN
    UPDATE session SET previous_hash = p_hash, refresh_hash = p_child, generation = s.generation + 1, renewed_at = p_now,
      expires_at = CASE WHEN s.shared_device THEN s.expires_at
        ELSE least(p_now + interval '30 days', s.created_at + interval '365 days') END
    WHERE id = p_session RETURNING * INTO s;
    outcome := 'renewed';
  ELSIF s.previous_hash = p_hash AND s.refresh_hash = p_child AND p_now <= s.renewed_at + interval '30 seconds' THEN
    outcome := 'renewed';
  ELSIF s.previous_hash = p_hash THEN
    UPDATE session SET revoked_at = p_now WHERE id = p_session;
    outcome := 'reused';
  ELSE
    outcome := 'other';
  END IF;
  account_id := s.account_id;
  membership_id := s.membership_id;
  epoch := s.epoch;
  generation := s.generation;
  expires_at := s.expires_at;
  refresh_hash := s.refresh_hash;
END $$;

-- Who a session is: account, membership, customer, contact, and the other
-- memberships between which the person may choose. NULL when it is over.
CREATE FUNCTION session_load(p_session uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT jsonb_build_object(
    'account', a.id, 'identifier', a.identifier, 'name', a.name, 'lang', a.lang, 'staff', a.staff, 'epoch', s.epoch, 'expires', s.expires_at,
    'membership', m.id, 'customer', c.customer_id, 'customer_code', c.code, 'customer_name', c.name, 'contact', m.contact_id,
    'profile', coalesce(m.profile, a.profile), 'scope', m.scope, 'sites', m.sites, 'orgs', CASE WHEN a.staff THEN a.orgs ELSE c.orgs END,
    'others', (SELECT jsonb_agg(jsonb_build_object('id', o.id, 'customer', oc.name) ORDER BY oc.name, oc.code)
      FROM membership o JOIN customer oc ON oc.customer_id = o.customer_id
      JOIN contact ok ON ok.customer_id = o.customer_id AND ok.id = o.contact_id
      WHERE o.account_id = a.id AND o.id <> m.id AND o.profile IS NOT NULL AND o.disabled_at IS NULL AND oc.active AND NOT oc.technical AND ok.active))
  FROM session s JOIN account a ON a.id = s.account_id
  LEFT JOIN membership m ON m.id = s.membership_id
  LEFT JOIN customer c ON c.customer_id = m.customer_id
  WHERE s.id = p_session AND session_stands(p_session)
$$;

CREATE FUNCTION session_end(p_session uuid, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE session SET revoked_at = p_now WHERE id = p_session AND revoked_at IS NULL
$$;

CREATE FUNCTION account_secret(p_account uuid) RETURNS TABLE (identifier text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.identifier, a.password_hash FROM account a WHERE a.id = p_account AND a.disabled_at IS NULL
$$;

-- Sets a password and ends every session of the account but one.
CREATE FUNCTION account_password(p_account uuid, p_hash text, p_keep uuid, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE account SET password_hash = p_hash WHERE id = p_account;
  UPDATE session SET revoked_at = p_now WHERE account_id = p_account AND id IS DISTINCT FROM p_keep AND revoked_at IS NULL;
  UPDATE one_time_link SET used_at = p_now WHERE account_id = p_account AND used_at IS NULL;
  DELETE FROM sign_in_failure WHERE key = (SELECT 'account:' || identifier FROM account WHERE id = p_account);
$$;

-- Stores a link for a forgotten password and says to whom it goes; nothing
-- for an account that may not work or has no address, and nothing within two
-- minutes of the last one.
CREATE FUNCTION link_request(p_identifier text, p_hash bytea, p_now timestamptz)
RETURNS TABLE (email text, name text, identifier text, lang text)
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  WITH to_whom AS (
    SELECT a.* FROM account a
    WHERE a.identifier = p_identifier AND a.email <> '' AND a.disabled_at IS NULL AND (a.staff OR account_works_in(a.id) IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM one_time_link l WHERE l.account_id = a.id AND l.kind = 'password' AND l.used_at IS NULL
        AND l.expires_at > p_now + interval '58 minutes')
  ), made AS (
    INSERT INTO one_time_link (hash, account_id, kind, expires_at)
    SELECT p_hash, id, 'password', p_now + interval '1 hour' FROM to_whom)
  SELECT email, name, identifier, lang FROM to_whom
$$;

CREATE FUNCTION link_peek(p_hash bytea, p_now timestamptz) RETURNS TABLE (identifier text, lang text, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.identifier, a.lang, l.kind FROM one_time_link l JOIN account a ON a.id = l.account_id
  WHERE l.hash = p_hash AND l.used_at IS NULL AND l.expires_at > p_now AND a.disabled_at IS NULL
$$;

-- Uses a link: sets the password, ends every session, spends every other link
-- of the account. NULL when the link is over.
CREATE FUNCTION link_use(p_hash bytea, p_password text, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE who uuid;
BEGIN
  UPDATE one_time_link l SET used_at = p_now FROM account a
  WHERE l.hash = p_hash AND l.used_at IS NULL AND l.expires_at > p_now AND a.id = l.account_id AND a.disabled_at IS NULL
  RETURNING a.id INTO who;
  IF who IS NOT NULL THEN
    UPDATE account SET epoch = epoch + 1 WHERE id = who;
    PERFORM account_password(who, p_password, NULL, p_now);
  END IF;
  RETURN who;
END $$;

-- Forgets what is over: links and sessions after a month, attempts after a day.
CREATE FUNCTION session_purge(p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  DELETE FROM sign_in_failure WHERE at < p_now - interval '1 day';
  DELETE FROM one_time_link WHERE expires_at < p_now - interval '30 days';
  DELETE FROM session WHERE expires_at < p_now - interval '30 days';
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'
    AND p.proname IN ('account_works_in', 'sign_in_candidate', 'sign_in_attempt', 'sign_in_forgive', 'account_rehash', 'session_open',
      'session_stands', 'session_renew', 'session_load', 'session_end', 'account_secret', 'account_password', 'link_request', 'link_peek',
      'link_use', 'session_purge') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO comptoir_guest', f);
  END LOOP;
  -- Called by the functions above, as the owner.
  REVOKE ALL ON FUNCTION account_works_in(uuid), session_stands(uuid) FROM comptoir_guest;
END $$;
-- +goose StatementEnd
