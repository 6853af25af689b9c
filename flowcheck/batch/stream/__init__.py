"""Files checked part by part, in constant memory: whatever their size, and in any number of
processes. First they are looked through for what the parts must know of each other, then each part
is checked, and told in the order of the report."""
