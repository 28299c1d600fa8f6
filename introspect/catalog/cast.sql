-- Types that are as good as another one for an index.
SELECT
  c.castsource AS source,
  c.casttarget AS target
FROM pg_cast c
WHERE c.castmethod = 'b' AND c.castcontext = 'i'
