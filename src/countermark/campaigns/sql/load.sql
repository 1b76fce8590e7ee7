-- What each account asked for on one day; bit h of `hours` is set if it was there in hour h (UTC).
SELECT
  account,
  us // 86400000000 AS day,
  COUNT(*) AS requests,
  CAST(COALESCE(SUM(input_tokens), 0) AS BIGINT) AS input_tokens,
  CAST(COALESCE(SUM(output_tokens), 0) AS BIGINT) AS output_tokens,
  BIT_OR(1 << CAST(us // 3600000000 % 24 AS INTEGER)) AS hours,
  MIN(us) AS first_us,
  MAX(us) AS last_us
FROM day
GROUP BY account, us // 86400000000
