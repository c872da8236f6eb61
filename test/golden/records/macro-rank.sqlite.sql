SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?1
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?1
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?1
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT CASE WHEN (v."x" | 0) = v."x" THEN CAST((v."x" | 0) AS TEXT) WHEN v."x" IS NULL THEN 'null' WHEN v."x" BETWEEN -1e3
AND 1e3
AND round(v."x" * 1e12) / 1e12 = v."x"
OR v."x" BETWEEN -1e9
AND 1e9
AND round(v."x" * 1e6) / 1e6 = v."x" THEN printf('%!.15g', v."x") ELSE printf('%!.18g', v."x") END
FROM (SELECT (CAST((WITH "t1" AS NOT MATERIALIZED (SELECT "t3"."id", "t3"."account_id", "t3"."created_at", "t3"."created_by", "t3"."updated_at", "t3"."updated_by", "t3"."title", "t3"."views", "t3"."rating", "t3"."published", "t3"."publishedat", "t3"."day", "t3"."author", "t3"."parent", "t3"."vault", "t3"."owner"
FROM "col_posts" AS "t3"
WHERE "t3"."account_id" = ?2), "t2" AS NOT MATERIALIZED (SELECT "t4"."id", "t4"."account_id", "t4"."created_at", "t4"."created_by", "t4"."updated_at", "t4"."updated_by", "t4"."name", "t4"."organization", "t4"."account"
FROM "col_authors" AS "t4"
WHERE "t4"."account_id" = ?2) SELECT "t1"."views"
FROM "t1"
LEFT JOIN "t2" ON ("t1"."author" = "t2"."id")
WHERE ("t2"."name" = ?3)
ORDER BY "t1"."views" DESC, "t1"."title" ASC, "t1"."id" ASC, "t2"."id" ASC
LIMIT 1) AS REAL) + 0.0) AS "x") v) AS "value"
