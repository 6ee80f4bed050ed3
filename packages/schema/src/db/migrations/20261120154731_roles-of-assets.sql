-- The assets service: its own tables, and a look at the files that they are made from. Files are written by projects only.
GRANT USAGE ON SCHEMA app TO assets, assets_worker;
GRANT EXECUTE ON FUNCTION app.workspace(), app.user_id() TO assets, assets_worker;
GRANT EXECUTE ON FUNCTION app.find_session(uuid, interval), app.find_api_key(uuid) TO assets;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['slate_projects', 'slate_contents', 'slate_changesets', 'slate_files', 'slate_file_versions', 'slate_file_locks'] LOOP
    EXECUTE format('GRANT SELECT ON %I TO assets, assets_worker', t);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO assets USING (workspace_id = (SELECT app.workspace()))', t || '_assets', t);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO assets_worker USING (true)', t || '_assets_worker', t);
  END LOOP;
  -- Requests see and change what is their workspace's; background work says which workspace it is in by the rows it writes.
  FOREACH t IN ARRAY ARRAY['slate_assets', 'slate_asset_components', 'slate_asset_references', 'slate_asset_guids', 'slate_asset_states',
    'slate_asset_versions', 'slate_asset_previews', 'slate_uploads', 'slate_upload_chunks', 'slate_collections', 'slate_collection_assets',
    'slate_registry_pushes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO assets USING (workspace_id = (SELECT app.workspace())) WITH CHECK (workspace_id = (SELECT app.workspace()))', t || '_tenant', t);
    EXECUTE format('CREATE POLICY %I ON %I TO assets_worker USING (true) WITH CHECK (true)', t || '_worker', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO assets_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO assets', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT UPDATE (labels, updated_at) ON slate_assets TO assets;
GRANT INSERT, UPDATE, DELETE ON slate_uploads, slate_upload_chunks, slate_collections, slate_collection_assets TO assets;
GRANT INSERT, UPDATE ON slate_registry_pushes, slate_asset_previews TO assets;
--> statement-breakpoint
-- Runs belong to the installation: only its administrators' routes and the job touch them, and no row says anything of a tenant.
ALTER TABLE slate_registry_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY slate_registry_runs_all ON slate_registry_runs TO assets, assets_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON slate_registry_runs TO assets, assets_worker;
--> statement-breakpoint
GRANT INSERT ON outbox, audit_log TO assets, assets_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO assets;
GRANT SELECT, DELETE ON outbox, idempotency_keys TO assets_worker;
CREATE POLICY outbox_assets ON outbox FOR INSERT TO assets WITH CHECK (service = 'assets' AND (workspace_id IS NULL OR workspace_id = (SELECT app.workspace())));
CREATE POLICY audit_log_assets ON audit_log FOR INSERT TO assets WITH CHECK (service = 'assets' AND (workspace_id IS NULL OR workspace_id = (SELECT app.workspace())));
CREATE POLICY audit_log_assets_worker ON audit_log FOR INSERT TO assets_worker WITH CHECK (service = 'assets');
CREATE POLICY idempotency_keys_assets ON idempotency_keys TO assets
  USING (service = 'assets' AND actor_id = (SELECT app.user_id())) WITH CHECK (service = 'assets' AND actor_id = (SELECT app.user_id()));
CREATE POLICY outbox_assets_worker ON outbox TO assets_worker USING (service = 'assets') WITH CHECK (service = 'assets');
CREATE POLICY idempotency_keys_assets_worker ON idempotency_keys TO assets_worker USING (service = 'assets');
--> statement-breakpoint
ALTER TABLE slate_assets ADD CONSTRAINT slate_assets_guid_ck CHECK (guid ~ '^[0-9a-f]{32}$');
ALTER TABLE slate_asset_references ADD CONSTRAINT slate_asset_references_kind_ck CHECK (kind IN ('strong', 'weak', 'script', 'prefab', 'builtin'));
ALTER TABLE slate_uploads ADD CONSTRAINT slate_uploads_status_ck CHECK (status IN ('open', 'completing', 'done', 'failed', 'cancelled', 'expired'));
ALTER TABLE slate_registry_pushes ADD CONSTRAINT slate_registry_pushes_status_ck CHECK (status IN ('received', 'adopted', 'refused'));
