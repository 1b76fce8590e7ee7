-- How many accounts each key has over a window, with what load, and over how many days. Two groupings and no
-- COUNT(DISTINCT): both spill to disk.
SELECT
  key,
  COUNT(*) AS accounts,
  CAST(SUM(requests) AS BIGINT) AS requests,
  COALESCE((MAX(last_us) - MIN(first_us)) // 86400000000, 0) + 1 AS days
FROM (
  SELECT account, key, SUM(requests) AS requests, MIN(first_us) AS first_us, MAX(last_us) AS last_us
  FROM pairs
  GROUP BY account, key
) AS merged
GROUP BY key
