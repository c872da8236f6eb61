SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?1
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?1
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?1
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" = ?3), 0) AS "kept", i.*
FROM (SELECT concat('[', group_concat(b."body", ','), ']') AS "items", count(*) AS "found"
FROM (SELECT concat('{"Title":', json_quote(CASE WHEN length("r"."title") >= 6 THEN substr("r"."title", 1, 2) || ?4 || substr("r"."title", -1) WHEN "r"."title" IS NOT NULL THEN replace(hex(zeroblob(length("r"."title"))), '00', '*') END), ',"views":', json_quote((SELECT CASE WHEN substr(v.a0, -4) GLOB '[0-9][0-9][0-9][0-9]'
AND v.a0 GLOB '*[0-9]*[0-9]*[0-9]*????'
AND v.a0 NOT GLOB '*[^0-9 +()./-]*' THEN '***-***-' || substr(v.a0, -4) WHEN v.a0 NOT GLOB '*[^0-9 +()./-]*'
AND v.a0 GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*' THEN '***-***-' || substr(replace(replace(replace(replace(replace(replace(replace(v.a0, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), -4) WHEN v.a0 IS NOT NULL THEN replace(hex(zeroblob(length(v.a0))), '00', '*') END
FROM (SELECT CASE WHEN "r"."views" BETWEEN -9007199254740991
AND 9007199254740991
AND ("r"."views" | 0) = "r"."views" THEN CAST(("r"."views" | 0) AS TEXT) WHEN "r"."views" IS NOT NULL THEN '***' END AS a0) v)), ',"rating":', json_quote((SELECT CASE WHEN v.a0 IS NOT NULL THEN replace(hex(zeroblob(length(v.a0))), '00', '*') END
FROM (SELECT CASE WHEN "r"."rating" BETWEEN -9007199254740991
AND 9007199254740991
AND ("r"."rating" | 0) = "r"."rating" THEN CAST(("r"."rating" | 0) AS TEXT) WHEN "r"."rating" IS NOT NULL THEN '***' END AS a0) v)), ',"publishedAt":', json_quote(CASE WHEN "r"."publishedat" LIKE '_% _% _%'
AND "r"."publishedat" NOT LIKE '% % % %'
AND json_quote("r"."publishedat") NOT LIKE '%\%' THEN concat(substr("r"."publishedat", 1, 1), '*** ', substr("r"."publishedat", instr("r"."publishedat", ' ') + 1, 1), '*** ', substr("r"."publishedat", instr("r"."publishedat", ' ') + 1 + instr(substr("r"."publishedat", instr("r"."publishedat", ' ') + 1), ' '), 1), '***') WHEN "r"."publishedat" LIKE '_% _%'
AND "r"."publishedat" NOT LIKE '% % %'
AND json_quote("r"."publishedat") NOT LIKE '%\%' THEN concat(substr("r"."publishedat", 1, 1), '*** ', substr("r"."publishedat", instr("r"."publishedat", ' ') + 1, 1), '***') WHEN "r"."publishedat" LIKE '_%'
AND "r"."publishedat" NOT LIKE '% %'
AND json_quote("r"."publishedat") NOT LIKE '%\%' THEN concat(substr("r"."publishedat", 1, 1), '***') WHEN trim("r"."publishedat", CAST(x'20090a0b0c0d' AS TEXT)) <> '' THEN (SELECT group_concat(substr(w.value, 1, 1) || '***', ' '
ORDER BY w.key)
FROM json_each('[' || replace(json_quote(replace(replace(replace(replace(replace("r"."publishedat", CAST(x'09' AS TEXT), ' '), CAST(x'0a' AS TEXT), ' '), CAST(x'0b' AS TEXT), ' '), CAST(x'0c' AS TEXT), ' '), CAST(x'0d' AS TEXT), ' ')), ' ', '","') || ']') w
WHERE w.value <> '') WHEN "r"."publishedat" IS NOT NULL THEN replace(hex(zeroblob(length("r"."publishedat"))), '00', '*') END), ',"day":', json_quote(CASE WHEN "r"."day" NOT GLOB '*[^0-9 -]*'
AND "r"."day" GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*'
AND "r"."day" NOT GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*' THEN '***-**-****' WHEN "r"."day" IS NOT NULL THEN replace(hex(zeroblob(length("r"."day"))), '00', '*') END), '}') AS "body"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CAST(?5 AS INTEGER) OFFSET CAST(?6 AS INTEGER)) b) i
