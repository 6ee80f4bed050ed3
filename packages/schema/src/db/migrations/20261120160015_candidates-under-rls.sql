-- Only background work reads and writes candidates; requests see what became of them.
ALTER TABLE slate_asset_candidates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY slate_asset_candidates_worker ON slate_asset_candidates TO assets_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON slate_asset_candidates TO assets_worker;
--> statement-breakpoint
GRANT UPDATE (revision) ON slate_assets TO assets;
-- An administrator may have a project's assets made anew: its format is then an old one.
GRANT UPDATE (format_version) ON slate_asset_states TO assets;
