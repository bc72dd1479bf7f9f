-- The rules of the house are settings; nothing was ever kept here.
DROP TABLE rule;
