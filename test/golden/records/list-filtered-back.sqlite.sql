WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 100 + 4 * (CAST(?4 AS INTEGER) + CAST(?5 AS INTEGER))) ELSE 0 END) AS "r"
WHERE ((EXISTS (SELECT 1
FROM "col_posts" AS "t21" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t21"."account_id" = "r"."account_id"
AND "t21"."parent" = "r"."id"
AND ("t21"."title" = ?6)
LIMIT 1)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t22"
WHERE "t22"."account_id" = "r"."account_id"
AND "t22"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t23"
WHERE "t23"."account_id" = "t22"."account_id"
AND "t23"."id" = "t22"."target_id"
AND ("t23"."name" != ?7)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t24"
WHERE "t24"."account_id" = "t23"."account_id"
AND "t24"."target_id" = "t23"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t25"
WHERE "t25"."account_id" = "t24"."account_id"
AND "t25"."id" = "t24"."record_id"
AND ("t25"."id" = ?8)
LIMIT 1)
LIMIT 1)
LIMIT 1)
LIMIT 1)) IS TRUE)
LIMIT CAST(?4 AS INTEGER) OFFSET CAST(?5 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."id" IN (SELECT "t16"."parent"
FROM "col_posts" AS "t16"
WHERE "t16"."account_id" = ?2
AND "t16"."parent" IS NOT NULL
AND ("t16"."title" = ?6)))
AND ("r"."id" IN (SELECT "t17"."record_id"
FROM "jn_posts_tags" AS "t17"
WHERE "t17"."account_id" = ?2
AND ("t17"."target_id" IN (SELECT "t18"."id"
FROM "col_tags" AS "t18"
WHERE "t18"."account_id" = ?2
AND ("t18"."name" != ?7)
AND ("t18"."id" IN (SELECT "t19"."target_id"
FROM "jn_posts_tags" AS "t19"
WHERE "t19"."account_id" = ?2
AND ("t19"."record_id" IN (SELECT "t20"."id"
FROM "col_posts" AS "t20"
WHERE "t20"."account_id" = ?2
AND ("t20"."id" = ?8))))))))))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER)) THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."id" IN (SELECT "t6"."parent"
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = ?2
AND "t6"."parent" IS NOT NULL
AND ("t6"."title" = ?6)))
AND ("r"."id" IN (SELECT "t7"."record_id"
FROM "jn_posts_tags" AS "t7"
WHERE "t7"."account_id" = ?2
AND ("t7"."target_id" IN (SELECT "t8"."id"
FROM "col_tags" AS "t8"
WHERE "t8"."account_id" = ?2
AND ("t8"."name" != ?7)
AND ("t8"."id" IN (SELECT "t9"."target_id"
FROM "jn_posts_tags" AS "t9"
WHERE "t9"."account_id" = ?2
AND ("t9"."record_id" IN (SELECT "t10"."id"
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = ?2
AND ("t10"."id" = ?8))))))))))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (EXISTS (SELECT 1
FROM "col_posts" AS "t11" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."parent" = "r"."id"
AND ("t11"."title" = ?6)
LIMIT 1)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t12"
WHERE "t12"."account_id" = "r"."account_id"
AND "t12"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t13"
WHERE "t13"."account_id" = "t12"."account_id"
AND "t13"."id" = "t12"."target_id"
AND ("t13"."name" != ?7)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t14"
WHERE "t14"."account_id" = "t13"."account_id"
AND "t14"."target_id" = "t13"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t15"
WHERE "t15"."account_id" = "t14"."account_id"
AND "t15"."id" = "t14"."record_id"
AND ("t15"."id" = ?8)
LIMIT 1)
LIMIT 1)
LIMIT 1)
LIMIT 1))
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e3) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?9
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?9
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?9
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?10, ?11)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), ',"account_id":', json_quote("r"."account_id"), ',"created_at":', COALESCE('"' || "r"."created_at" || '"', 'null'), ',"created_by":', json_quote("r"."created_by"), ',"updated_at":', COALESCE('"' || "r"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("r"."updated_by"), ',"Title":', json_quote("r"."title"), ',"views":', CASE WHEN ("r"."views" | 0) = "r"."views" THEN CAST(("r"."views" | 0) AS TEXT) WHEN "r"."views" IS NULL THEN 'null' WHEN "r"."views" BETWEEN -1e3
AND 1e3
AND round("r"."views" * 1e12) / 1e12 = "r"."views"
OR "r"."views" BETWEEN -1e9
AND 1e9
AND round("r"."views" * 1e6) / 1e6 = "r"."views" THEN printf('%!.15g', "r"."views") ELSE printf('%!.18g', "r"."views") END, ',"rating":', CASE WHEN ("r"."rating" | 0) = "r"."rating" THEN CAST(("r"."rating" | 0) AS TEXT) WHEN "r"."rating" IS NULL THEN 'null' WHEN "r"."rating" BETWEEN -1e3
AND 1e3
AND round("r"."rating" * 1e12) / 1e12 = "r"."rating"
OR "r"."rating" BETWEEN -1e9
AND 1e9
AND round("r"."rating" * 1e6) / 1e6 = "r"."rating" THEN printf('%!.15g', "r"."rating") ELSE printf('%!.18g', "r"."rating") END, ',"published":', CASE "r"."published" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"publishedAt":', COALESCE('"' || "r"."publishedat" || '"', 'null'), ',"day":', COALESCE('"' || "r"."day" || '"', 'null'), ',"meta":', COALESCE("r"."meta", 'null'), ',"labels":', COALESCE("r"."labels", 'null'), ',"author":', json_quote("r"."author"), ',"parent":', json_quote("r"."parent"), ',"vault":', json_quote("r"."vault"), ',"owner":', json_quote("r"."owner"), ',"tags":', (SELECT concat('[', group_concat(json_quote("t26"."target_id"), ','
ORDER BY "t26"."position"), ']')
FROM "jn_posts_tags" AS "t26"
WHERE "t26"."account_id" = "r"."account_id"
AND "t26"."record_id" = "r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?4 AS INTEGER)
ORDER BY p."n") p) i
