-- Only background work reads and writes lookups; requests see what came of them.
ALTER TABLE slate_asset_lookups ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY slate_asset_lookups_worker ON slate_asset_lookups TO assets_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON slate_asset_lookups TO assets_worker;
