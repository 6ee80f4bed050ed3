export const text = {
  title: "Workspaces",
  intro: "A workspace holds projects and the people who work on them.",
  noneTitle: "You are in no workspace yet",
  noneText: "Create one, or ask somebody to invite you to theirs.",
  create: "Create workspace",
  createFailed: "The workspace was not created",
  name: "Name",
  slug: "Address",
  slugHelp: "Lower-case letters, digits and hyphens; made from the name when empty.",
  roles: { viewer: "Viewer", member: "Member", admin: "Admin", owner: "Owner" },
};
