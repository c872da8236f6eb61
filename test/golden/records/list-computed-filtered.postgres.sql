WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text)) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $3::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $3::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $3::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($4::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $5::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND ((((((((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $6::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) > $7::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t9"("value")
WHERE ("t9"."value" COLLATE "C" = $8::text) OFFSET 0))))::boolean)
AND EXISTS (SELECT 1
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."id" = "r"."parent"
AND (((COALESCE(lower("t10"."title" COLLATE "C"), '') || COALESCE($9::text, '') || COALESCE($10::text, '')) COLLATE "C") COLLATE "C" <> $11::text))) OFFSET 0) AS "r"
ORDER BY ((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $6::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) DESC NULLS LAST, (SELECT ((COALESCE(lower("t11"."title" COLLATE "C"), '') || COALESCE($9::text, '') || COALESCE($10::text, '')) COLLATE "C")
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."id" = "r"."parent") COLLATE "C" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN $12::bigint ELSE 0 END OFFSET $13::bigint) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND ((((((((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $6::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) > $7::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t3"("value")
WHERE ("t3"."value" COLLATE "C" = $8::text) OFFSET 0))))::boolean)
AND (("r"."parent" IN (SELECT "t4"."id"
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = $2::text
AND (((COALESCE(lower("t4"."title" COLLATE "C"), '') || COALESCE($9::text, '') || COALESCE($10::text, '')) COLLATE "C") COLLATE "C" <> $11::text))) IS TRUE)) OFFSET 0) AS "r"
ORDER BY ((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $6::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) DESC NULLS LAST, (SELECT ((COALESCE(lower("t5"."title" COLLATE "C"), '') || COALESCE($9::text, '') || COALESCE($10::text, '')) COLLATE "C")
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."parent") COLLATE "C" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $12::bigint ELSE 0 END OFFSET $13::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND ((((((((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $6::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) > $7::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t6"("value")
WHERE ("t6"."value" COLLATE "C" = $8::text) OFFSET 0))))::boolean)
AND EXISTS (SELECT 1
FROM "col_posts" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."id" = "r"."parent"
AND (((COALESCE(lower("t7"."title" COLLATE "C"), '') || COALESCE($9::text, '') || COALESCE($10::text, '')) COLLATE "C") COLLATE "C" <> $11::text) OFFSET 0))
ORDER BY ((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $6::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) DESC NULLS LAST, (SELECT ((COALESCE(lower("t8"."title" COLLATE "C"), '') || COALESCE($9::text, '') || COALESCE($10::text, '')) COLLATE "C")
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "r"."parent") COLLATE "C" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $12::bigint ELSE 0 END OFFSET $13::bigint) e2) AS "r" OFFSET 0) o OFFSET 0) b) i
