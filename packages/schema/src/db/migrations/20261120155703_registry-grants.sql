CREATE TABLE "slate_registry_grants" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"author" jsonb NOT NULL,
	"user_id" uuid NOT NULL,
	"granted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_registry_grants_project_id_author_id_pk" PRIMARY KEY("project_id","author_id")
);
--> statement-breakpoint
ALTER TABLE "slate_registry_grants" ADD CONSTRAINT "slate_registry_grants_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;