-- Who may touch what. Service roles are made by migrate.ts before this runs; none owns a table, none bypasses RLS.
-- `app.workspace` and `app.user` are set with set_config(..., true) inside each transaction; after it they are '' and not NULL.
CREATE SCHEMA app;
--> statement-breakpoint
CREATE FUNCTION app.workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.workspace', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user', true), '')::uuid $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO auth, auth_worker, projects, projects_worker, realtime, slate_definer;
--> statement-breakpoint
GRANT SELECT ON users, sessions, refresh_tokens, members, workspaces, invitations, api_keys TO slate_definer;
GRANT UPDATE (last_seen_at) ON sessions TO slate_definer;
GRANT UPDATE (last_used_at) ON api_keys TO slate_definer;
--> statement-breakpoint

-- Look-ups before the caller is known. Each answers one exact question and pins its search path.
CREATE FUNCTION app.memberships_of(uid uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('workspaceId', w.id, 'name', w.name, 'slug', w.slug, 'role', m.role) ORDER BY w.name), '[]')
  FROM members m JOIN workspaces w ON w.id = m.workspace_id AND w.deleted_at IS NULL WHERE m.user_id = uid
$$;
--> statement-breakpoint
CREATE FUNCTION app.find_session(sid uuid, idle interval)
RETURNS TABLE (user_id uuid, kind text, secret_hash bytea, expires_at timestamptz, authenticated_at timestamptz, name text, email text, avatar text, roles text[], memberships jsonb)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE sessions SET last_seen_at = now()
  WHERE id = sid AND ended_at IS NULL AND last_seen_at < now() - interval '1 minute' AND last_seen_at > now() - idle AND expires_at > now();
  SELECT s.user_id, s.kind, s.secret_hash, least(s.expires_at, s.last_seen_at + idle), s.authenticated_at, u.name, u.email, u.avatar, u.roles, app.memberships_of(u.id)
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = sid AND s.ended_at IS NULL AND s.expires_at > now() AND s.last_seen_at > now() - idle AND u.disabled_at IS NULL
$$;
--> statement-breakpoint
CREATE FUNCTION app.find_api_key(kid uuid)
RETURNS TABLE (workspace_id uuid, user_id uuid, key_name text, scopes text[], secret_hash bytea, expires_at timestamptz, role text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE api_keys SET last_used_at = now()
  WHERE id = kid AND revoked_at IS NULL AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
  SELECT k.workspace_id, k.user_id, k.name, k.scopes, k.secret_hash, k.expires_at, m.role
  FROM api_keys k
  JOIN users u ON u.id = k.user_id AND u.disabled_at IS NULL
  JOIN workspaces w ON w.id = k.workspace_id AND w.deleted_at IS NULL
  JOIN members m ON m.workspace_id = k.workspace_id AND m.user_id = k.user_id
  WHERE k.id = kid AND k.revoked_at IS NULL AND k.expires_at > now()
$$;
--> statement-breakpoint
CREATE FUNCTION app.find_login(address text) RETURNS TABLE (user_id uuid, password_hash text, disabled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT id, password_hash, disabled_at IS NOT NULL FROM users WHERE lower(email) = lower(address)
$$;
--> statement-breakpoint
CREATE FUNCTION app.find_refresh(hash bytea) RETURNS TABLE (session_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.session_id, s.user_id FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE r.token_hash = hash
$$;
--> statement-breakpoint
CREATE FUNCTION app.find_invitation(hash bytea)
RETURNS TABLE (id uuid, workspace_id uuid, workspace_name text, workspace_slug text, email text, role text, invited_by text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT i.id, i.workspace_id, w.name, w.slug, i.email, i.role, u.name, i.expires_at
  FROM invitations i JOIN workspaces w ON w.id = i.workspace_id AND w.deleted_at IS NULL JOIN users u ON u.id = i.invited_by
  WHERE i.token_hash = hash AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
$$;
--> statement-breakpoint
CREATE FUNCTION app.is_admin() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT exists (SELECT 1 FROM users WHERE id = nullif(current_setting('app.user', true), '')::uuid AND 'admin' = ANY (roles) AND disabled_at IS NULL)
$$;
--> statement-breakpoint
CREATE FUNCTION app.any_user_exists() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT exists (SELECT 1 FROM users)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.workspace(), app.user_id() TO auth, auth_worker, projects, projects_worker, realtime;
GRANT EXECUTE ON FUNCTION app.find_session(uuid, interval), app.find_api_key(uuid) TO auth, projects, realtime;
GRANT EXECUTE ON FUNCTION app.memberships_of(uuid), app.find_login(text), app.find_refresh(bytea), app.find_invitation(bytea), app.is_admin(), app.any_user_exists() TO auth;
GRANT EXECUTE ON FUNCTION app.memberships_of(uuid) TO slate_definer;
--> statement-breakpoint

-- People and their sign-ins: a person sees themselves; members of the named workspace see each other; platform admins see all.
GRANT SELECT, INSERT, UPDATE ON users, sessions, refresh_tokens, user_settings, workspaces, invitations, api_keys TO auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON members TO auth;
GRANT SELECT, INSERT, UPDATE ON signing_keys TO auth;
GRANT SELECT, INSERT, DELETE ON signing_keys TO auth_worker;
GRANT UPDATE ON signing_keys TO auth_worker;
GRANT SELECT, DELETE ON sessions, refresh_tokens, invitations, api_keys TO auth_worker;
--> statement-breakpoint
ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE user_settings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE signing_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY users_read ON users FOR SELECT TO auth USING (
  id = (SELECT app.user_id()) OR (SELECT app.is_admin())
  OR EXISTS (SELECT 1 FROM members m WHERE m.user_id = users.id AND m.workspace_id = (SELECT app.workspace())));
CREATE POLICY users_insert ON users FOR INSERT TO auth WITH CHECK (id = (SELECT app.user_id()));
CREATE POLICY users_update ON users FOR UPDATE TO auth
  USING (id = (SELECT app.user_id()) OR (SELECT app.is_admin())) WITH CHECK (id = (SELECT app.user_id()) OR (SELECT app.is_admin()));
CREATE POLICY sessions_own ON sessions TO auth
  USING (user_id = (SELECT app.user_id()) OR (SELECT app.is_admin())) WITH CHECK (user_id = (SELECT app.user_id()) OR (SELECT app.is_admin()));
CREATE POLICY refresh_tokens_own ON refresh_tokens TO auth
  USING (session_id IN (SELECT id FROM sessions)) WITH CHECK (session_id IN (SELECT id FROM sessions));
CREATE POLICY user_settings_own ON user_settings TO auth USING (user_id = (SELECT app.user_id())) WITH CHECK (user_id = (SELECT app.user_id()));
CREATE POLICY signing_keys_auth ON signing_keys TO auth, auth_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY workspaces_read ON workspaces FOR SELECT TO auth USING (
  id = (SELECT app.workspace()) OR EXISTS (SELECT 1 FROM members m WHERE m.workspace_id = workspaces.id AND m.user_id = (SELECT app.user_id())));
CREATE POLICY workspaces_insert ON workspaces FOR INSERT TO auth WITH CHECK (id = (SELECT app.workspace()));
CREATE POLICY workspaces_update ON workspaces FOR UPDATE TO auth USING (id = (SELECT app.workspace())) WITH CHECK (id = (SELECT app.workspace()));
CREATE POLICY members_read ON members FOR SELECT TO auth USING (workspace_id = (SELECT app.workspace()) OR user_id = (SELECT app.user_id()));
CREATE POLICY members_insert ON members FOR INSERT TO auth WITH CHECK (workspace_id = (SELECT app.workspace()));
CREATE POLICY members_update ON members FOR UPDATE TO auth USING (workspace_id = (SELECT app.workspace())) WITH CHECK (workspace_id = (SELECT app.workspace()));
CREATE POLICY members_delete ON members FOR DELETE TO auth USING (workspace_id = (SELECT app.workspace()));
CREATE POLICY invitations_tenant ON invitations TO auth USING (workspace_id = (SELECT app.workspace())) WITH CHECK (workspace_id = (SELECT app.workspace()));
CREATE POLICY api_keys_tenant ON api_keys TO auth
  USING (workspace_id = (SELECT app.workspace()) OR user_id = (SELECT app.user_id())) WITH CHECK (workspace_id = (SELECT app.workspace()) OR user_id = (SELECT app.user_id()));
CREATE POLICY sessions_purge ON sessions TO auth_worker USING (true);
CREATE POLICY refresh_tokens_purge ON refresh_tokens TO auth_worker USING (true);
CREATE POLICY invitations_purge ON invitations TO auth_worker USING (true);
CREATE POLICY api_keys_purge ON api_keys TO auth_worker USING (true);
--> statement-breakpoint

-- Tables of projects: one policy each, the same for all.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['slate_projects', 'slate_contents', 'slate_changesets', 'slate_files', 'slate_file_versions', 'slate_file_locks',
    'slate_imports', 'slate_search', 'slate_runtime_sessions', 'slate_error_logs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO projects USING (workspace_id = (SELECT app.workspace())) WITH CHECK (workspace_id = (SELECT app.workspace()))', t || '_tenant', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON slate_projects, slate_files, slate_imports, slate_runtime_sessions TO projects;
GRANT SELECT, INSERT ON slate_contents, slate_changesets, slate_file_versions, slate_error_logs TO projects;
GRANT SELECT, INSERT, DELETE ON slate_file_locks TO projects;
GRANT SELECT ON slate_search TO projects;
--> statement-breakpoint
-- The worker reads what it indexes, writes the index, and ends imports whose process died.
GRANT SELECT ON slate_projects, slate_files, slate_file_versions, slate_changesets TO projects_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON slate_search TO projects_worker;
GRANT SELECT, UPDATE ON slate_imports TO projects_worker;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['slate_projects', 'slate_files', 'slate_file_versions', 'slate_changesets', 'slate_search', 'slate_imports'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I TO projects_worker USING (true) WITH CHECK (true)', t || '_worker', t);
  END LOOP;
END $$;
--> statement-breakpoint

-- Tables that every service writes: each sees only rows that carry its own name.
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
DECLARE svc text;
BEGIN
  FOREACH svc IN ARRAY ARRAY['auth', 'projects'] LOOP
    EXECUTE format('GRANT INSERT ON outbox, audit_log TO %I', svc);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO %I', svc);
    EXECUTE format('GRANT SELECT, DELETE ON outbox, idempotency_keys TO %I', svc || '_worker');
    EXECUTE format('CREATE POLICY %I ON outbox FOR INSERT TO %I WITH CHECK (service = %L AND (workspace_id IS NULL OR workspace_id = (SELECT app.workspace())))', 'outbox_' || svc, svc, svc);
    EXECUTE format('CREATE POLICY %I ON audit_log FOR INSERT TO %I WITH CHECK (service = %L AND (workspace_id IS NULL OR workspace_id = (SELECT app.workspace())))', 'audit_log_' || svc, svc, svc);
    EXECUTE format('CREATE POLICY %I ON idempotency_keys TO %I USING (service = %L AND actor_id = (SELECT app.user_id())) WITH CHECK (service = %L AND actor_id = (SELECT app.user_id()))', 'idempotency_keys_' || svc, svc, svc, svc);
    EXECUTE format('CREATE POLICY %I ON outbox TO %I USING (service = %L)', 'outbox_' || svc || '_worker', svc || '_worker', svc);
    EXECUTE format('CREATE POLICY %I ON idempotency_keys TO %I USING (service = %L)', 'idempotency_keys_' || svc || '_worker', svc || '_worker', svc);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON audit_log TO auth;
CREATE POLICY audit_log_read ON audit_log FOR SELECT TO auth USING (workspace_id = (SELECT app.workspace()));
--> statement-breakpoint
-- A role check in the database too: nothing outside the known words enters.
ALTER TABLE members ADD CONSTRAINT members_role_ck CHECK (role IN ('viewer', 'member', 'admin', 'owner'));
ALTER TABLE slate_imports ADD CONSTRAINT slate_imports_status_ck CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled'));
ALTER TABLE slate_error_logs ADD CONSTRAINT slate_error_logs_severity_ck CHECK (severity IN ('info', 'warning', 'error', 'fatal'));
ALTER TABLE slate_contents ADD CONSTRAINT slate_contents_place_ck CHECK ((text IS NULL) <> (manifest_digest IS NULL));
ALTER TABLE slate_contents ADD CONSTRAINT slate_contents_sha256_ck CHECK (octet_length(sha256) = 32);
--> statement-breakpoint
ALTER FUNCTION app.memberships_of(uuid) OWNER TO slate_definer;
ALTER FUNCTION app.find_session(uuid, interval) OWNER TO slate_definer;
ALTER FUNCTION app.find_api_key(uuid) OWNER TO slate_definer;
ALTER FUNCTION app.find_login(text) OWNER TO slate_definer;
ALTER FUNCTION app.find_refresh(bytea) OWNER TO slate_definer;
ALTER FUNCTION app.find_invitation(bytea) OWNER TO slate_definer;
ALTER FUNCTION app.is_admin() OWNER TO slate_definer;
ALTER FUNCTION app.any_user_exists() OWNER TO slate_definer;
