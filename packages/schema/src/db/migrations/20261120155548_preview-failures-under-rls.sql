-- What no picture can be made of, kept as the pictures are: a workspace sees and writes its own, background work all.
ALTER TABLE slate_asset_preview_failures ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY slate_asset_preview_failures_tenant ON slate_asset_preview_failures TO assets
  USING (workspace_id = (SELECT app.workspace())) WITH CHECK (workspace_id = (SELECT app.workspace()));
CREATE POLICY slate_asset_preview_failures_worker ON slate_asset_preview_failures TO assets_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON slate_asset_preview_failures TO assets;
GRANT SELECT, INSERT, UPDATE, DELETE ON slate_asset_preview_failures TO assets_worker;
--> statement-breakpoint
ALTER TABLE slate_imports ADD CONSTRAINT slate_imports_on_conflict_ck CHECK (on_conflict IN ('fail', 'skip'));
