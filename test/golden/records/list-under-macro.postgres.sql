WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text)) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $4::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $4::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $4::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($5::text, $6::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $7::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((WITH "t19" AS NOT MATERIALIZED (SELECT "t20"."id", "t20"."account_id", "t20"."created_at", "t20"."created_by", "t20"."updated_at", "t20"."updated_by", "t20"."name", "t20"."organization", "t20"."account"
FROM "col_authors" AS "t20"
WHERE "t20"."account_id" = $2::text) SELECT (count(*))::double precision
FROM "t19"
WHERE (("t19"."account" COLLATE "C" = $8::text)
AND ("t19"."id" COLLATE "C" = "r"."author")
AND ("t19"."name" COLLATE "C" <> $9::text))) > $10::double precision)))
AND ("r"."views" < (WITH "t21" AS NOT MATERIALIZED (SELECT "t23"."id", "t23"."account_id", "t23"."created_at", "t23"."created_by", "t23"."updated_at", "t23"."updated_by", "t23"."title", "t23"."views", "t23"."rating", "t23"."published", "t23"."publishedat", "t23"."day", "t23"."author", "t23"."parent", "t23"."vault", "t23"."owner"
FROM "col_posts" AS "t23"
WHERE "t23"."account_id" = $2::text), "t22" AS NOT MATERIALIZED (SELECT "t24"."id", "t24"."account_id", "t24"."created_at", "t24"."created_by", "t24"."updated_at", "t24"."updated_by", "t24"."name", "t24"."organization", "t24"."account"
FROM "col_authors" AS "t24"
WHERE "t24"."account_id" = $2::text) SELECT "t21"."views"
FROM "t21"
LEFT JOIN "t22" ON ("t21"."author" COLLATE "C" = "t22"."id")
WHERE ("t22"."name" COLLATE "C" = "r"."title")
ORDER BY "t21"."views" DESC NULLS LAST, "t21"."title" COLLATE "C" ASC NULLS FIRST, "t21"."id" COLLATE "C" ASC NULLS FIRST, "t22"."id" COLLATE "C" ASC NULLS FIRST
LIMIT 1))) OFFSET 0) AS "r"
ORDER BY "r"."views" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN $11::bigint ELSE 0 END OFFSET $12::bigint) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((WITH "t7" AS NOT MATERIALIZED (SELECT "t8"."id", "t8"."account_id", "t8"."created_at", "t8"."created_by", "t8"."updated_at", "t8"."updated_by", "t8"."name", "t8"."organization", "t8"."account"
FROM "col_authors" AS "t8"
WHERE "t8"."account_id" = $2::text) SELECT (count(*))::double precision
FROM "t7"
WHERE (("t7"."account" COLLATE "C" = $8::text)
AND ("t7"."id" COLLATE "C" = "r"."author")
AND ("t7"."name" COLLATE "C" <> $9::text))) > $10::double precision)))
AND ("r"."views" < (WITH "t9" AS NOT MATERIALIZED (SELECT "t11"."id", "t11"."account_id", "t11"."created_at", "t11"."created_by", "t11"."updated_at", "t11"."updated_by", "t11"."title", "t11"."views", "t11"."rating", "t11"."published", "t11"."publishedat", "t11"."day", "t11"."author", "t11"."parent", "t11"."vault", "t11"."owner"
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = $2::text), "t10" AS NOT MATERIALIZED (SELECT "t12"."id", "t12"."account_id", "t12"."created_at", "t12"."created_by", "t12"."updated_at", "t12"."updated_by", "t12"."name", "t12"."organization", "t12"."account"
FROM "col_authors" AS "t12"
WHERE "t12"."account_id" = $2::text) SELECT "t9"."views"
FROM "t9"
LEFT JOIN "t10" ON ("t9"."author" COLLATE "C" = "t10"."id")
WHERE ("t10"."name" COLLATE "C" = "r"."title")
ORDER BY "t9"."views" DESC NULLS LAST, "t9"."title" COLLATE "C" ASC NULLS FIRST, "t9"."id" COLLATE "C" ASC NULLS FIRST, "t10"."id" COLLATE "C" ASC NULLS FIRST
LIMIT 1))) OFFSET 0) AS "r"
ORDER BY "r"."views" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $11::bigint ELSE 0 END OFFSET $12::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((WITH "t13" AS NOT MATERIALIZED (SELECT "t14"."id", "t14"."account_id", "t14"."created_at", "t14"."created_by", "t14"."updated_at", "t14"."updated_by", "t14"."name", "t14"."organization", "t14"."account"
FROM "col_authors" AS "t14"
WHERE "t14"."account_id" = $2::text) SELECT (count(*))::double precision
FROM "t13"
WHERE (("t13"."account" COLLATE "C" = $8::text)
AND ("t13"."id" COLLATE "C" = "r"."author")
AND ("t13"."name" COLLATE "C" <> $9::text))) > $10::double precision)))
AND ("r"."views" < (WITH "t15" AS NOT MATERIALIZED (SELECT "t17"."id", "t17"."account_id", "t17"."created_at", "t17"."created_by", "t17"."updated_at", "t17"."updated_by", "t17"."title", "t17"."views", "t17"."rating", "t17"."published", "t17"."publishedat", "t17"."day", "t17"."author", "t17"."parent", "t17"."vault", "t17"."owner"
FROM "col_posts" AS "t17"
WHERE "t17"."account_id" = $2::text), "t16" AS NOT MATERIALIZED (SELECT "t18"."id", "t18"."account_id", "t18"."created_at", "t18"."created_by", "t18"."updated_at", "t18"."updated_by", "t18"."name", "t18"."organization", "t18"."account"
FROM "col_authors" AS "t18"
WHERE "t18"."account_id" = $2::text) SELECT "t15"."views"
FROM "t15"
LEFT JOIN "t16" ON ("t15"."author" COLLATE "C" = "t16"."id")
WHERE ("t16"."name" COLLATE "C" = "r"."title")
ORDER BY "t15"."views" DESC NULLS LAST, "t15"."title" COLLATE "C" ASC NULLS FIRST, "t15"."id" COLLATE "C" ASC NULLS FIRST, "t16"."id" COLLATE "C" ASC NULLS FIRST
LIMIT 1)))
ORDER BY "r"."views" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $11::bigint ELSE 0 END OFFSET $12::bigint) e2) AS "r" OFFSET 0) o OFFSET 0) b) i
