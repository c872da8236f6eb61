SELECT string_agg(l."line", '') AS "lines"
FROM (SELECT concat("r"."_rev", ' ', (COALESCE(octet_length("r"."title"), 0) + COALESCE(octet_length("r"."meta"), 0) + COALESCE(octet_length("r"."labels"), 0) + (SELECT count(*) * 36
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id")), ' ', CASE WHEN (COALESCE(octet_length("r"."title"), 0) + COALESCE(octet_length("r"."meta"), 0) + COALESCE(octet_length("r"."labels"), 0) + (SELECT count(*) * 36
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id")) <= CAST(?1 AS INTEGER) THEN concat('{"id":', json_quote("r"."id"), ',"account_id":', json_quote("r"."account_id"), ',"created_at":', COALESCE('"' || "r"."created_at" || '"', 'null'), ',"created_by":', json_quote("r"."created_by"), ',"updated_at":', COALESCE('"' || "r"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("r"."updated_by"), ',"Title":', json_quote("r"."title"), ',"views":', CASE WHEN ("r"."views" | 0) = "r"."views" THEN CAST(("r"."views" | 0) AS TEXT) WHEN "r"."views" IS NULL THEN 'null' WHEN "r"."views" BETWEEN -1e3
AND 1e3
AND round("r"."views" * 1e12) / 1e12 = "r"."views"
OR "r"."views" BETWEEN -1e9
AND 1e9
AND round("r"."views" * 1e6) / 1e6 = "r"."views" THEN printf('%!.15g', "r"."views") ELSE printf('%!.18g', "r"."views") END, ',"rating":', CASE WHEN ("r"."rating" | 0) = "r"."rating" THEN CAST(("r"."rating" | 0) AS TEXT) WHEN "r"."rating" IS NULL THEN 'null' WHEN "r"."rating" BETWEEN -1e3
AND 1e3
AND round("r"."rating" * 1e12) / 1e12 = "r"."rating"
OR "r"."rating" BETWEEN -1e9
AND 1e9
AND round("r"."rating" * 1e6) / 1e6 = "r"."rating" THEN printf('%!.15g', "r"."rating") ELSE printf('%!.18g', "r"."rating") END, ',"published":', CASE "r"."published" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"publishedAt":', COALESCE('"' || "r"."publishedat" || '"', 'null'), ',"day":', COALESCE('"' || "r"."day" || '"', 'null'), ',"meta":', COALESCE("r"."meta", 'null'), ',"labels":', COALESCE("r"."labels", 'null'), ',"author":', json_quote("r"."author"), ',"parent":', json_quote("r"."parent"), ',"vault":', json_quote("r"."vault"), ',"owner":', json_quote("r"."owner"), ',"tags":', (SELECT concat('[', group_concat(json_quote("t1"."target_id"), ','
ORDER BY "t1"."position"), ']')
FROM "jn_posts_tags" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."record_id" = "r"."id"), '}') END) AS "line"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND "r"."id" IN (SELECT k."value"
FROM json_each(?3) AS k)) l
