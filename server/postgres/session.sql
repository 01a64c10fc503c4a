-- name: Secret
SELECT secret FROM instance

-- name: Candidate
SELECT account_id, password_hash, membership_id, may FROM sign_in_candidate(@identifier)

-- name: Attempt
SELECT account_wait, address_wait FROM sign_in_attempt(@account, @address, @now)

-- name: Forgive
SELECT sign_in_forgive(@account, @address, @at)

-- name: Rehash
SELECT account_rehash(@account, @old, @new)

-- name: Open
SELECT session_open(@session, @account, @membership, @hash, @now, @expires, @shared, @agent, @address)

-- name: Renew
SELECT outcome, account_id, membership_id, epoch, generation, expires_at, refresh_hash FROM session_renew(@session, @hash, @child, @now)

-- name: Load
SELECT session_load(@session)

-- name: End
SELECT session_end(@session, @now)

-- name: AccountSecret
SELECT identifier, password_hash FROM account_secret(@account)

-- name: Password
SELECT account_password(@account, @hash, @keep, @now)

-- name: Holder
SELECT email, name, identifier, lang FROM account_holder(@account)

-- name: RequestLink
SELECT email, name, identifier, lang FROM link_request(@identifier, @hash, @now)

-- name: PeekLink
SELECT identifier, lang, kind FROM link_peek(@hash, @now)

-- name: UseLink
SELECT link_use(@hash, @password, @now)

-- name: Purge
SELECT session_purge(@now)

-- name: Orgs
SELECT code, name FROM internal_org ORDER BY name, code

-- name: Activities
SELECT code, label FROM activity ORDER BY label, code

-- name: Parameters
SELECT code, org, value FROM parameter

-- name: Tables
SELECT DISTINCT ON (code) code, criteria, results, body FROM decision_table WHERE code = ANY (@codes) ORDER BY code, version DESC

-- name: InsertAccount
INSERT INTO account (id, identifier, name, email, lang, staff, profile, orgs) VALUES (@account, @identifier, @name, @email, @lang, @staff, @profile,
  CASE WHEN @staff AND cardinality(@orgs::text[]) = 0 THEN ARRAY(SELECT code FROM internal_org ORDER BY code) ELSE @orgs END)

-- name: CustomerByCode
SELECT customer_id FROM customer WHERE code = @code AND NOT technical

-- name: Contact
INSERT INTO contact (customer_id, id, code, name, email, rev) VALUES (@customer, @contact, @code, @name, @email, pg_current_xact_id())
ON CONFLICT (customer_id, source, code) DO UPDATE SET active = true RETURNING id

-- name: SitesByCode
SELECT id FROM site WHERE customer_id = @customer AND code = ANY (@codes)

-- name: InsertMembership
INSERT INTO membership (customer_id, id, account_id, contact_id, profile, scope, sites)
VALUES (@customer, @membership, @account, @contact, @profile, @scope, @sites)

-- name: InsertLink
INSERT INTO one_time_link (hash, account_id, kind, expires_at) VALUES (@hash, @account, 'invitation', @expires)
