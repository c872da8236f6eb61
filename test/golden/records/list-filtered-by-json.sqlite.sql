WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((CASE WHEN json_type("r"."meta", '$."color"') = 'text' THEN json_extract("r"."meta", '$."color"') END) = ?3)
AND ((CASE WHEN json_type("r"."meta", ?4) IN ('integer', 'real') THEN CAST(json_extract("r"."meta", ?4) AS REAL) END) > ?5)
AND EXISTS (SELECT 1
FROM json_each(CASE WHEN json_type("r"."meta", '$."tags"') = 'array' THEN "r"."meta" END, '$."tags"') AS "t7"
WHERE ((CASE WHEN json_type(CASE WHEN "t7"."type" IN ('array', 'object') THEN "t7"."value" END, '$."x"') = 'text' THEN json_extract(CASE WHEN "t7"."type" IN ('array', 'object') THEN "t7"."value" END, '$."x"') END) LIKE ?6 ESCAPE '\')
LIMIT 1)
AND (NOT ("r"."parent" IS NOT NULL
AND ("r"."parent" IN (SELECT "t8"."id"
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = ?2
AND ((CASE WHEN json_type("t8"."meta", '$."a"') <> 'null' THEN ("t8"."meta" -> '$."a"') END) IS NOT NULL))))))
ORDER BY +(CASE WHEN json_type("r"."meta", '$."price"') IN ('integer', 'real') THEN CAST(json_extract("r"."meta", '$."price"') AS REAL) END) DESC, +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN CAST(?7 AS INTEGER) ELSE 0 END OFFSET CAST(?8 AS INTEGER)) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((CASE WHEN json_type("r"."meta", '$."color"') = 'text' THEN json_extract("r"."meta", '$."color"') END) = ?3)
AND ((CASE WHEN json_type("r"."meta", ?9) IN ('integer', 'real') THEN CAST(json_extract("r"."meta", ?9) AS REAL) END) > ?5)
AND EXISTS (SELECT 1
FROM json_each(CASE WHEN json_type("r"."meta", '$."tags"') = 'array' THEN "r"."meta" END, '$."tags"') AS "t3"
WHERE ((CASE WHEN json_type(CASE WHEN "t3"."type" IN ('array', 'object') THEN "t3"."value" END, '$."x"') = 'text' THEN json_extract(CASE WHEN "t3"."type" IN ('array', 'object') THEN "t3"."value" END, '$."x"') END) LIKE ?10 ESCAPE '\')
LIMIT 1)
AND (NOT ("r"."parent" IS NOT NULL
AND ("r"."parent" IN (SELECT "t4"."id"
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = ?2
AND ((CASE WHEN json_type("t4"."meta", '$."a"') <> 'null' THEN ("t4"."meta" -> '$."a"') END) IS NOT NULL))))))
ORDER BY +(CASE WHEN json_type("r"."meta", '$."price"') IN ('integer', 'real') THEN CAST(json_extract("r"."meta", '$."price"') AS REAL) END) DESC, +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?7 AS INTEGER) ELSE 0 END OFFSET CAST(?8 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((CASE WHEN json_type("r"."meta", '$."color"') = 'text' THEN json_extract("r"."meta", '$."color"') END) = ?3)
AND ((CASE WHEN json_type("r"."meta", ?11) IN ('integer', 'real') THEN CAST(json_extract("r"."meta", ?11) AS REAL) END) > ?5)
AND EXISTS (SELECT 1
FROM json_each(CASE WHEN json_type("r"."meta", '$."tags"') = 'array' THEN "r"."meta" END, '$."tags"') AS "t5"
WHERE ((CASE WHEN json_type(CASE WHEN "t5"."type" IN ('array', 'object') THEN "t5"."value" END, '$."x"') = 'text' THEN json_extract(CASE WHEN "t5"."type" IN ('array', 'object') THEN "t5"."value" END, '$."x"') END) LIKE ?12 ESCAPE '\')
LIMIT 1)
AND (NOT EXISTS (SELECT 1
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."parent"
AND ((CASE WHEN json_type("t6"."meta", '$."a"') <> 'null' THEN ("t6"."meta" -> '$."a"') END) IS NOT NULL)
LIMIT 1)))
ORDER BY (CASE WHEN json_type("r"."meta", '$."price"') IN ('integer', 'real') THEN CAST(json_extract("r"."meta", '$."price"') AS REAL) END) DESC, "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?7 AS INTEGER) ELSE 0 END OFFSET CAST(?8 AS INTEGER)) e2) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?13
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?13
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?13
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?14)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?7 AS INTEGER)
ORDER BY p."n") p) i
