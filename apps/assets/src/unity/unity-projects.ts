/** Folders that the editor fills by itself, at the root of a Unity project. */
const GENERATED_FOLDERS = new Set(["library", "temp", "obj", "logs", "usersettings"]);

/**
 * Folders of Unity projects among the paths of a repository: those with both `Assets/` and `ProjectSettings/`. "" is the root. Sorted.
 */
export function findUnityProjects(paths: Iterable<string>): string[] {
  const withAssets = new Set<string>();
  const withSettings = new Set<string>();
  for (const path of paths) {
    for (const { folder, name } of ancestorsOf(path)) {
      if (name === "Assets") withAssets.add(folder);
      else if (name === "ProjectSettings") withSettings.add(folder);
    }
  }
  return [...withAssets].filter((folder) => withSettings.has(folder) && !isHidden(folder) && !isInside(folder, "Library")).sort();
}

/** The innermost of `projects` that holds the path; null when it is in none. */
export function unityProjectOf(path: string, projects: Iterable<string>): string | null {
  let found: string | null = null;
  for (const folder of projects) {
    const holds = folder === "" || path.startsWith(`${folder}/`);
    if (holds && folder.length >= (found?.length ?? 0)) found = folder;
  }
  return found;
}

/** Whether Unity does not look at a path: hidden files and folders, and what the editor makes itself. `unityProject` is its project's folder. */
export function isSkipped(path: string, unityProject: string): boolean {
  const inside = unityProject === "" ? path : path.slice(unityProject.length + 1);
  const first = inside.slice(0, inside.indexOf("/") + 1).slice(0, -1);
  return isHidden(inside) || GENERATED_FOLDERS.has(first.toLowerCase());
}

/** The editor's version from `ProjectSettings/ProjectVersion.txt`, such as `2021.3.45f1`. */
export const editorVersionOf = (projectVersion: string): string | undefined => /^m_EditorVersion: ?(\S{1,50})/m.exec(projectVersion)?.[1];

/** Unity ignores what begins with a dot or ends with a tilde, folders named `cvs`, and `.tmp` files. */
const isHidden = (path: string): boolean =>
  path.split("/").some((part) => part.startsWith(".") || part.endsWith("~") || part.toLowerCase() === "cvs") ||
  path.toLowerCase().endsWith(".tmp");

const isInside = (path: string, folder: string): boolean => path.split("/").includes(folder);

function* ancestorsOf(path: string): Generator<{ folder: string; name: string }> {
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
    const before = path.lastIndexOf("/", slash - 1);
    yield { folder: before < 0 ? "" : path.slice(0, before), name: path.slice(before + 1, slash) };
  }
}
