-- Whether somebody is a member of a workspace, for services that act for who is not there any more: one exact question, as the other look-ups.
CREATE FUNCTION app.find_member(uid uuid, wid uuid) RETURNS TABLE (name text, avatar text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT u.name, u.avatar, m.role
  FROM members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL JOIN workspaces w ON w.id = m.workspace_id AND w.deleted_at IS NULL
  WHERE m.user_id = uid AND m.workspace_id = wid
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.find_member(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.find_member(uuid, uuid) TO auth, projects, assets;
ALTER FUNCTION app.find_member(uuid, uuid) OWNER TO slate_definer;
