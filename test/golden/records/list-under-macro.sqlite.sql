WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((((WITH "t19" AS NOT MATERIALIZED (SELECT "t20"."id", "t20"."account_id", "t20"."created_at", "t20"."created_by", "t20"."updated_at", "t20"."updated_by", "t20"."name", "t20"."organization", "t20"."account"
FROM "col_authors" AS "t20"
WHERE "t20"."account_id" = ?2) SELECT count(*)
FROM "t19"
WHERE (("t19"."account" = ?4)
AND ("t19"."id" = "r"."author")
AND ("t19"."name" != ?5))) > ?6)))
AND ("r"."views" < (WITH "t21" AS NOT MATERIALIZED (SELECT "t23"."id", "t23"."account_id", "t23"."created_at", "t23"."created_by", "t23"."updated_at", "t23"."updated_by", "t23"."title", "t23"."views", "t23"."rating", "t23"."published", "t23"."publishedat", "t23"."day", "t23"."author", "t23"."parent", "t23"."vault", "t23"."owner"
FROM "col_posts" AS "t23"
WHERE "t23"."account_id" = ?2), "t22" AS NOT MATERIALIZED (SELECT "t24"."id", "t24"."account_id", "t24"."created_at", "t24"."created_by", "t24"."updated_at", "t24"."updated_by", "t24"."name", "t24"."organization", "t24"."account"
FROM "col_authors" AS "t24"
WHERE "t24"."account_id" = ?2) SELECT "t21"."views"
FROM "t21"
LEFT JOIN "t22" ON ("t21"."author" = "t22"."id")
WHERE ("t22"."name" = "r"."title")
ORDER BY "t21"."views" DESC, "t21"."title" ASC, "t21"."id" ASC, "t22"."id" ASC
LIMIT 1)))
ORDER BY +"r"."views" ASC, +"r"."id" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN CAST(?7 AS INTEGER) ELSE 0 END OFFSET CAST(?8 AS INTEGER)) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((((WITH "t7" AS NOT MATERIALIZED (SELECT "t8"."id", "t8"."account_id", "t8"."created_at", "t8"."created_by", "t8"."updated_at", "t8"."updated_by", "t8"."name", "t8"."organization", "t8"."account"
FROM "col_authors" AS "t8"
WHERE "t8"."account_id" = ?2) SELECT count(*)
FROM "t7"
WHERE (("t7"."account" = ?4)
AND ("t7"."id" = "r"."author")
AND ("t7"."name" != ?5))) > ?6)))
AND ("r"."views" < (WITH "t9" AS NOT MATERIALIZED (SELECT "t11"."id", "t11"."account_id", "t11"."created_at", "t11"."created_by", "t11"."updated_at", "t11"."updated_by", "t11"."title", "t11"."views", "t11"."rating", "t11"."published", "t11"."publishedat", "t11"."day", "t11"."author", "t11"."parent", "t11"."vault", "t11"."owner"
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = ?2), "t10" AS NOT MATERIALIZED (SELECT "t12"."id", "t12"."account_id", "t12"."created_at", "t12"."created_by", "t12"."updated_at", "t12"."updated_by", "t12"."name", "t12"."organization", "t12"."account"
FROM "col_authors" AS "t12"
WHERE "t12"."account_id" = ?2) SELECT "t9"."views"
FROM "t9"
LEFT JOIN "t10" ON ("t9"."author" = "t10"."id")
WHERE ("t10"."name" = "r"."title")
ORDER BY "t9"."views" DESC, "t9"."title" ASC, "t9"."id" ASC, "t10"."id" ASC
LIMIT 1)))
ORDER BY +"r"."views" ASC, +"r"."id" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?7 AS INTEGER) ELSE 0 END OFFSET CAST(?8 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((((WITH "t13" AS NOT MATERIALIZED (SELECT "t14"."id", "t14"."account_id", "t14"."created_at", "t14"."created_by", "t14"."updated_at", "t14"."updated_by", "t14"."name", "t14"."organization", "t14"."account"
FROM "col_authors" AS "t14"
WHERE "t14"."account_id" = ?2) SELECT count(*)
FROM "t13"
WHERE (("t13"."account" = ?4)
AND ("t13"."id" = "r"."author")
AND ("t13"."name" != ?5))) > ?6)))
AND ("r"."views" < (WITH "t15" AS NOT MATERIALIZED (SELECT "t17"."id", "t17"."account_id", "t17"."created_at", "t17"."created_by", "t17"."updated_at", "t17"."updated_by", "t17"."title", "t17"."views", "t17"."rating", "t17"."published", "t17"."publishedat", "t17"."day", "t17"."author", "t17"."parent", "t17"."vault", "t17"."owner"
FROM "col_posts" AS "t17"
WHERE "t17"."account_id" = ?2), "t16" AS NOT MATERIALIZED (SELECT "t18"."id", "t18"."account_id", "t18"."created_at", "t18"."created_by", "t18"."updated_at", "t18"."updated_by", "t18"."name", "t18"."organization", "t18"."account"
FROM "col_authors" AS "t18"
WHERE "t18"."account_id" = ?2) SELECT "t15"."views"
FROM "t15"
LEFT JOIN "t16" ON ("t15"."author" = "t16"."id")
WHERE ("t16"."name" = "r"."title")
ORDER BY "t15"."views" DESC, "t15"."title" ASC, "t15"."id" ASC, "t16"."id" ASC
LIMIT 1)))
ORDER BY "r"."views" ASC, "r"."id" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?7 AS INTEGER) ELSE 0 END OFFSET CAST(?8 AS INTEGER)) e2) f) SELECT COALESCE((SELECT u."auth_version"
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
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?7 AS INTEGER)
ORDER BY p."n") p) i
