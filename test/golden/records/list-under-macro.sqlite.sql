WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND (((((WITH "t1" AS NOT MATERIALIZED (SELECT "t2"."id", "t2"."account_id", "t2"."created_at", "t2"."created_by", "t2"."updated_at", "t2"."updated_by", "t2"."name", "t2"."organization", "t2"."account"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = "r"."account_id") SELECT count(*)
FROM "t1"
WHERE (("t1"."account" = ?2)
AND ("t1"."id" = "r"."author")
AND ("t1"."name" != ?3))) > ?4)))
AND ("r"."views" < (WITH "t3" AS NOT MATERIALIZED (SELECT "t5"."id", "t5"."account_id", "t5"."created_at", "t5"."created_by", "t5"."updated_at", "t5"."updated_by", "t5"."title", "t5"."views", "t5"."rating", "t5"."published", "t5"."publishedat", "t5"."day", "t5"."author", "t5"."parent", "t5"."vault", "t5"."owner"
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"), "t4" AS NOT MATERIALIZED (SELECT "t6"."id", "t6"."account_id", "t6"."created_at", "t6"."created_by", "t6"."updated_at", "t6"."updated_by", "t6"."name", "t6"."organization", "t6"."account"
FROM "col_authors" AS "t6"
WHERE "t6"."account_id" = "r"."account_id") SELECT "t3"."views"
FROM "t3"
LEFT JOIN "t4" ON ("t3"."author" = "t4"."id")
WHERE ("t4"."name" = "r"."title")
ORDER BY "t3"."views" DESC, "t3"."title" ASC, "t3"."id" ASC, "t4"."id" ASC
LIMIT 1)))
ORDER BY "r"."views" ASC, "r"."id" ASC
LIMIT CAST(?5 AS INTEGER) OFFSET CAST(?6 AS INTEGER)) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?7
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?7
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?7
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?8), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?8), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?1
AND "collection_id" IN (?8, ?9)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?5 AS INTEGER)
ORDER BY p."n") p) i
