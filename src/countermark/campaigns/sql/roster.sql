-- Every account that asked for something in the window, with its load.
SELECT
  account,
  CAST(SUM(requests) AS BIGINT) AS requests,
  CAST(SUM(output_tokens) AS BIGINT) AS output_tokens,
  COUNT(*) AS days,
  BIT_OR(hours) AS hours,
  MIN(first_us) AS first_us,
  MAX(last_us) AS last_us
FROM loads
GROUP BY account
