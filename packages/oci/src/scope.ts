/**
 * What a registry token allows, in its two spellings: the `access` claim inside the token, and the `scope`
 * string of the token request (`repository:<name>:pull,push`, several separated by spaces).
 */
export type Action = "pull" | "push" | "delete" | "*";

export interface Access {
  type: string;
  name: string;
  actions: Action[];
}

const ACTIONS: readonly string[] = ["pull", "push", "delete", "*"] satisfies Action[];

/** `[{type: "repository", name: "a/b", actions: ["pull"]}]` → `repository:a/b:pull`. */
export function formatScopes(access: readonly Access[]): string {
  return access.map(({ type, name, actions }) => `${type}:${name}:${actions.join(",")}`).join(" ");
}

/**
 * Reads a scope string. The type ends at the first colon and the actions begin after the last one, since a name may
 * hold a host with a port. Unknown actions and malformed scopes are left out: a token server grants what it understands.
 */
export function parseScopes(scopes: string): Access[] {
  return scopes.split(/\s+/).flatMap((scope) => {
    const [first, last] = [scope.indexOf(":"), scope.lastIndexOf(":")];
    if (first < 1 || last <= first + 1) return [];
    const actions = scope
      .slice(last + 1)
      .split(",")
      .filter(isAction);
    if (actions.length === 0) return [];
    return [{ type: scope.slice(0, first), name: scope.slice(first + 1, last), actions: [...new Set(actions)] }];
  });
}

function isAction(text: string): text is Action {
  return ACTIONS.includes(text);
}

export function repositoryAccess(name: string, ...actions: Action[]): Access {
  return { type: "repository", name, actions };
}
