WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 77 + 4 * (CAST(?4 AS INTEGER) + CAST(?5 AS INTEGER))) ELSE 0 END) AS "r"
WHERE ((EXISTS (SELECT 1
FROM "col_posts" AS "t17" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t17"."account_id" = "r"."account_id"
AND "t17"."parent" = "r"."id"
AND ("t17"."title" LIKE ?6 ESCAPE '\')
LIMIT 1)
AND ((SELECT count(1)
FROM "col_posts" AS "t18" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t18"."account_id" = "r"."account_id"
AND "t18"."parent" = "r"."id") > ?7)
AND ((SELECT (SELECT max("t20"."day")
FROM "col_posts" AS "t20" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
WHERE "t20"."account_id" = "t19"."account_id"
AND "t20"."author" = "t19"."id")
FROM "col_authors" AS "t19"
WHERE "t19"."account_id" = "r"."account_id"
AND "t19"."id" = "r"."author") IS NOT NULL)) IS TRUE)
LIMIT CAST(?4 AS INTEGER) OFFSET CAST(?5 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."id" IN (SELECT "t13"."parent"
FROM "col_posts" AS "t13"
WHERE "t13"."account_id" = ?2
AND "t13"."parent" IS NOT NULL
AND ("t13"."title" LIKE ?8 ESCAPE '\')))
AND ((SELECT count(1)
FROM "col_posts" AS "t14" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t14"."account_id" = "r"."account_id"
AND "t14"."parent" = "r"."id") > ?7)
AND ((SELECT (SELECT max("t16"."day")
FROM "col_posts" AS "t16" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
WHERE "t16"."account_id" = "t15"."account_id"
AND "t16"."author" = "t15"."id")
FROM "col_authors" AS "t15"
WHERE "t15"."account_id" = "r"."account_id"
AND "t15"."id" = "r"."author") IS NOT NULL))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER)) THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."id" IN (SELECT "t5"."parent"
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = ?2
AND "t5"."parent" IS NOT NULL
AND ("t5"."title" LIKE ?9 ESCAPE '\')))
AND ((SELECT count(1)
FROM "col_posts" AS "t6" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."parent" = "r"."id") > ?7)
AND ((SELECT (SELECT max("t8"."day")
FROM "col_posts" AS "t8" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."author" = "t7"."id")
FROM "col_authors" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."id" = "r"."author") IS NOT NULL))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (EXISTS (SELECT 1
FROM "col_posts" AS "t9" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."parent" = "r"."id"
AND ("t9"."title" LIKE ?10 ESCAPE '\')
LIMIT 1)
AND ((SELECT count(1)
FROM "col_posts" AS "t10" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."parent" = "r"."id") > ?7)
AND ((SELECT (SELECT max("t12"."day")
FROM "col_posts" AS "t12" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
WHERE "t12"."account_id" = "t11"."account_id"
AND "t12"."author" = "t11"."id")
FROM "col_authors" AS "t11"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."id" = "r"."author") IS NOT NULL))
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e3) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?11
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?11
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?11
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?12, ?13)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?4 AS INTEGER)
ORDER BY p."n") p) i
