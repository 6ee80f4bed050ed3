-- Who may have pushed, under the rules of the other tables of assets.
ALTER TABLE slate_registry_grants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY slate_registry_grants_tenant ON slate_registry_grants TO assets
  USING (workspace_id = (SELECT app.workspace())) WITH CHECK (workspace_id = (SELECT app.workspace()));
CREATE POLICY slate_registry_grants_worker ON slate_registry_grants TO assets_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON slate_registry_grants TO assets;
GRANT SELECT, DELETE ON slate_registry_grants TO assets_worker;
--> statement-breakpoint
-- Until when the registry takes no writes: every service that writes there asks, and may know nothing else of the run. Null when it does.
CREATE FUNCTION app.registry_fence() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT max(fence_until) FROM slate_registry_runs WHERE fence_until > now() AND status IN ('waiting', 'running')
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.registry_fence() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.registry_fence() TO projects, projects_worker, assets, assets_worker;
GRANT SELECT ON slate_registry_runs TO slate_definer;
ALTER FUNCTION app.registry_fence() OWNER TO slate_definer;
