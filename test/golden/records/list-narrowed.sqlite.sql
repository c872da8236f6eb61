WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 250 + 4 * (CAST(?4 AS INTEGER) + CAST(?5 AS INTEGER))) ELSE 0 END) AS "r"
WHERE ((("r"."views" > ?6)
AND ((SELECT "t5"."account"
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author") = ?7)
AND ("r"."published" = ?8)) IS TRUE)
LIMIT CAST(?4 AS INTEGER) OFFSET CAST(?5 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."views" > ?6)
AND ("r"."author" IN (SELECT "t4"."id"
FROM "col_authors" AS "t4"
WHERE "t4"."account_id" = ?2
AND ("t4"."account" = ?7)))
AND ("r"."published" = ?8))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER)) THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."views" > ?6)
AND ("r"."author" IN (SELECT "t2"."id"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = ?2
AND ("t2"."account" = ?7)))
AND ("r"."published" = ?8))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."views" > ?6)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "r"."author"
AND ("t3"."account" = ?7)
LIMIT 1)
AND ("r"."published" = ?8))
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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?10), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?10), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?10, ?11)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?4 AS INTEGER)
ORDER BY p."n") p) i
