WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
ORDER BY "r"."id" DESC
LIMIT CAST(?2 AS INTEGER) OFFSET CAST(?3 AS INTEGER)) f), x0 AS MATERIALIZED (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", "t1"."author" AS "c1", (COALESCE(octet_length("t1"."title"), 0)) + 27 AS "w"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)) p CROSS
JOIN "col_posts" AS "t1"
WHERE "t1"."account_id" = p."account_id"
AND "t1"."id" = p."id"), x1 AS MATERIALIZED (SELECT "t2"."account_id" AS "account_id", "t2"."id" AS "id", "t2"."organization" AS "c7", (COALESCE(octet_length("t2"."name"), 0)) + 111 AS "w"
FROM x0 CROSS
JOIN "col_authors" AS "t2"
WHERE "t2"."account_id" = "x0"."account_id"
AND "t2"."id" = "x0"."c1"
LIMIT 10001), x2 AS MATERIALIZED (SELECT "t3"."account_id" AS "account_id", "t3"."id" AS "id", (COALESCE(octet_length("t3"."name"), 0)) + 94 AS "w"
FROM x1 CROSS
JOIN "col_organizations" AS "t3"
WHERE "t3"."account_id" = "x1"."account_id"
AND "t3"."id" = "x1"."c7"
AND ("t3"."active")
LIMIT 10001), x3 AS MATERIALIZED (SELECT "t4"."account_id" AS "account_id", "t4"."id" AS "id", (COALESCE(octet_length("t4"."name"), 0)) + 84 AS "w"
FROM x0 CROSS
JOIN "jn_posts_tags" AS "t5" CROSS
JOIN "col_tags" AS "t4"
WHERE "t4"."account_id" = "x0"."account_id"
AND "t5"."account_id" = "x0"."account_id"
AND "t5"."record_id" = "x0"."id"
AND "t4"."id" = "t5"."target_id"
AND ("t4"."name" != ?4)
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) + (SELECT COALESCE(sum("w"), 0)
FROM x2) + (SELECT COALESCE(sum("w"), 0)
FROM x3) AS "weight", (SELECT count(*)
FROM x1) + (SELECT count(*)
FROM x2) + (SELECT count(*)
FROM x3) AS "nested") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?5
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?5
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?5
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?1
AND "collection_id" = ?6), 0) AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT concat('[', group_concat((SELECT concat('{"Title":', json_quote("r"."title"), ',"author":', COALESCE((SELECT concat('{"id":', json_quote("t6"."id"), ',"account_id":', json_quote("t6"."account_id"), ',"created_at":', COALESCE('"' || "t6"."created_at" || '"', 'null'), ',"created_by":', json_quote("t6"."created_by"), ',"updated_at":', COALESCE('"' || "t6"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t6"."updated_by"), ',"name":', json_quote("t6"."name"), ',"organization":', COALESCE((SELECT concat('{"id":', json_quote("t7"."id"), ',"account_id":', json_quote("t7"."account_id"), ',"created_at":', COALESCE('"' || "t7"."created_at" || '"', 'null'), ',"created_by":', json_quote("t7"."created_by"), ',"updated_at":', COALESCE('"' || "t7"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t7"."updated_by"), ',"name":', json_quote("t7"."name"), ',"active":', CASE "t7"."active" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, '}')
FROM "col_organizations" AS "t7"
WHERE "t7"."account_id" = "t6"."account_id"
AND "t7"."id" = "t6"."organization"
AND ("t7"."active")), 'null'), ',"account":', json_quote("t6"."account"), '}')
FROM "col_authors" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."author"), 'null'), ',"tags":', (SELECT concat('[', group_concat(concat('{"id":', json_quote("t8"."id"), ',"account_id":', json_quote("t8"."account_id"), ',"created_at":', COALESCE('"' || "t8"."created_at" || '"', 'null'), ',"created_by":', json_quote("t8"."created_by"), ',"updated_at":', COALESCE('"' || "t8"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t8"."updated_by"), ',"name":', json_quote("t8"."name"), '}'), ','
ORDER BY "t9"."position"), ']')
FROM "jn_posts_tags" AS "t9", "col_tags" AS "t8"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."record_id" = "r"."id"
AND "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "t9"."target_id"
AND ("t8"."name" != ?4)), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)
AND (SELECT w."weight" <= CAST(?7 AS INTEGER)
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p) i
