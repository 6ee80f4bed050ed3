CREATE TABLE "slate_asset_preview_failures" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"source_sha256" "bytea" NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_asset_preview_failures_project_id_source_sha256_pk" PRIMARY KEY("project_id","source_sha256")
);
--> statement-breakpoint
ALTER TABLE "slate_imports" ADD COLUMN "on_conflict" text DEFAULT 'fail' NOT NULL;--> statement-breakpoint
ALTER TABLE "slate_asset_preview_failures" ADD CONSTRAINT "slate_asset_preview_failures_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;