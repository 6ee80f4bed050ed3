-- Reports of runs name projects, repositories and files of every tenant, whatever the first policy's comment said. Administrators' routes read them
-- in the worker's role, after looking who asks; the role of requests has nothing of them.
DROP POLICY slate_registry_runs_all ON slate_registry_runs;
CREATE POLICY slate_registry_runs_worker ON slate_registry_runs TO assets_worker USING (true) WITH CHECK (true);
REVOKE ALL ON slate_registry_runs FROM assets;
--> statement-breakpoint
-- Only workers write these; a picture's row is never changed.
REVOKE INSERT, UPDATE ON slate_registry_pushes FROM assets;
REVOKE UPDATE ON slate_asset_previews FROM assets;
