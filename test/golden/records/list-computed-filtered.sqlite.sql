WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ((((((CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?3 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) > ?4)
AND (CASE WHEN ?5 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t9"
WHERE ("t9"."value" = ?6)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?5) > 0
OR instr("r"."labels", ?7) > 0, FALSE) END))))
AND ("r"."parent" IN (SELECT "t10"."id"
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = ?2
AND (concat(lower("t10"."title"), ?8, ?9) != ?10))))
ORDER BY +(CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?3 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) DESC, +(SELECT concat(lower("t11"."title"), ?8, ?9)
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."id" = "r"."parent") ASC, +"r"."id" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN CAST(?11 AS INTEGER) ELSE 0 END OFFSET CAST(?12 AS INTEGER)) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ((((((CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?3 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) > ?4)
AND (CASE WHEN ?13 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t3"
WHERE ("t3"."value" = ?6)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?13) > 0
OR instr("r"."labels", ?14) > 0, FALSE) END))))
AND ("r"."parent" IN (SELECT "t4"."id"
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = ?2
AND (concat(lower("t4"."title"), ?8, ?9) != ?10))))
ORDER BY +(CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?3 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) DESC, +(SELECT concat(lower("t5"."title"), ?8, ?9)
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."parent") ASC, +"r"."id" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?11 AS INTEGER) ELSE 0 END OFFSET CAST(?12 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ((((((CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?3 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) > ?4)
AND (CASE WHEN ?15 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t6"
WHERE ("t6"."value" = ?6)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?15) > 0
OR instr("r"."labels", ?16) > 0, FALSE) END))))
AND EXISTS (SELECT 1
FROM "col_posts" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."id" = "r"."parent"
AND (concat(lower("t7"."title"), ?8, ?9) != ?10)
LIMIT 1))
ORDER BY (CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?3 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) DESC, (SELECT concat(lower("t8"."title"), ?8, ?9)
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "r"."parent") ASC, "r"."id" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?11 AS INTEGER) ELSE 0 END OFFSET CAST(?12 AS INTEGER)) e2) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?17
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?17
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?17
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?18)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?11 AS INTEGER)
ORDER BY p."n") p) i
