WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3, ?4)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 143 + 4 * (CAST(?5 AS INTEGER) + CAST(?6 AS INTEGER))) ELSE 0 END) AS "r"
WHERE ((("r"."views" > ?7)
AND ("r"."title" LIKE ?8 ESCAPE '\')
AND ((SELECT (SELECT "t10"."name"
FROM "col_organizations" AS "t10"
WHERE "t10"."account_id" = "t9"."account_id"
AND "t10"."id" = "t9"."organization"
AND ("t10"."active"))
FROM "col_authors" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."id" = "r"."author") != ?9)) IS TRUE)
LIMIT CAST(?5 AS INTEGER) OFFSET CAST(?6 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?5 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."views" > ?7)
AND ("r"."title" LIKE ?10 ESCAPE '\')
AND ("r"."author" IN (SELECT "t7"."id"
FROM "col_authors" AS "t7"
WHERE "t7"."account_id" = ?2
AND ("t7"."organization" IN (SELECT "t8"."id"
FROM "col_organizations" AS "t8"
WHERE "t8"."account_id" = ?2
AND ("t8"."active")
AND ("t8"."name" != ?9))))))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?5 AS INTEGER)) THEN CAST(?5 AS INTEGER) ELSE 0 END OFFSET CAST(?6 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."views" > ?7)
AND ("r"."title" LIKE ?11 ESCAPE '\')
AND ("r"."author" IN (SELECT "t3"."id"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = ?2
AND ("t3"."organization" IN (SELECT "t4"."id"
FROM "col_organizations" AS "t4"
WHERE "t4"."account_id" = ?2
AND ("t4"."active")
AND ("t4"."name" != ?9))))))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?5 AS INTEGER) ELSE 0 END OFFSET CAST(?6 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."views" > ?7)
AND ("r"."title" LIKE ?12 ESCAPE '\')
AND EXISTS (SELECT 1
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author"
AND EXISTS (SELECT 1
FROM "col_organizations" AS "t6"
WHERE "t6"."account_id" = "t5"."account_id"
AND "t6"."id" = "t5"."organization"
AND ("t6"."active")
AND ("t6"."name" != ?9)
LIMIT 1)
LIMIT 1))
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?5 AS INTEGER) ELSE 0 END OFFSET CAST(?6 AS INTEGER)) e3) f) SELECT COALESCE((SELECT u."auth_version"
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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?14), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?14), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?14, ?15, ?16)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?5 AS INTEGER)
ORDER BY p."n") p) i
