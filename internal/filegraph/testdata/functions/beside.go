package functions

const beside = 1
