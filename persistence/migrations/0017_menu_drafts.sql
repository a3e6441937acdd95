CREATE TABLE "menu_draft_edits" (
	"restaurant_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"edits" jsonb NOT NULL,
	"by_user" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "menu_draft_edits_pk" PRIMARY KEY("restaurant_id","revision")
);
--> statement-breakpoint
CREATE TABLE "menu_drafts" (
	"restaurant_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"base_version" integer NOT NULL,
	"base_revision" integer NOT NULL,
	"draft" jsonb NOT NULL,
	"planned" jsonb,
	"planned_for" timestamp with time zone,
	"planned_by" uuid,
	CONSTRAINT "menu_drafts_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "menu_drafts_revisions" CHECK (0 <= "menu_drafts"."base_revision" and "menu_drafts"."base_revision" <= "menu_drafts"."revision"),
	CONSTRAINT "menu_drafts_planned_whole" CHECK (("menu_drafts"."planned" is null) = ("menu_drafts"."planned_for" is null)
        and ("menu_drafts"."planned" is null) = ("menu_drafts"."planned_by" is null))
);
--> statement-breakpoint
ALTER TABLE "menu_versions" ADD COLUMN "by_user" uuid;--> statement-breakpoint
ALTER TABLE "menu_draft_edits" ADD CONSTRAINT "menu_draft_edits_draft_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."menu_drafts"("restaurant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_drafts" ADD CONSTRAINT "menu_drafts_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_menu_drafts_planned" ON "menu_drafts" USING btree ("restaurant_id","planned_for") WHERE "menu_drafts"."planned_for" is not null;--> statement-breakpoint
-- What drizzle cannot say. Both tables are bound to the transaction's restaurant, as in 0003.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['menu_drafts', 'menu_draft_edits']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tureen_app', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE ON menu_drafts TO tureen_app;
--> statement-breakpoint
-- Who wrote what is forgotten after a while, and never rewritten.
GRANT DELETE ON menu_draft_edits TO tureen_app;
--> statement-breakpoint
-- Where the worker has a planned menu to publish.
CREATE FUNCTION tureen_due_menus(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT restaurant_id FROM menu_drafts WHERE planned_for <= moment LIMIT at_most;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_menus(timestamptz, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_menus(timestamptz, int) TO tureen_app;
