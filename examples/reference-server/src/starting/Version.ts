/** The version that the server says it is: that of the packages, which are released together. */
export const version = "0.1.0"
