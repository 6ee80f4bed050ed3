import { defineErrors } from "@slate/service";

export const errors = defineErrors({
  projectNotFound: { code: "project.not_found", status: 404, title: "Project not found" },
  assetNotFound: { code: "asset.not_found", status: 404, title: "Asset not found" },
});
