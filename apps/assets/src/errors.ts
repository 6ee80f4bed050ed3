import { defineErrors } from "@slate/service";

export const errors = defineErrors({
  projectNotFound: { code: "project.not_found", status: 404, title: "Project not found" },
  assetNotFound: { code: "asset.not_found", status: 404, title: "Asset not found" },
  fileNotFound: { code: "file.not_found", status: 404, title: "File not found" },
  versionNotFound: { code: "file.version_not_found", status: 404, title: "The file has no such version" },
  contentTooLarge: { code: "asset.too_large", status: 413, title: "The file is too large for this" },
  confirmationRequired: {
    code: "asset.confirmation_required",
    status: 409,
    title: "Something depends on these assets: look at the impact and confirm it",
  },
  searchTooBroad: { code: "asset.search_too_broad", status: 422, title: "The search takes too long; add a component: or a type:" },
  tooManyLabels: { code: "asset.too_many_labels", status: 422, title: "An asset has at most 50 labels" },
  collectionNotFound: { code: "collection.not_found", status: 404, title: "Collection not found" },
  collectionNameTaken: { code: "collection.name_taken", status: 409, title: "Another collection of the project has this name" },
});
