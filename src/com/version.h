/* The product's version, for the resources and the Version property. */
#ifndef COM_VERSION_H
#define COM_VERSION_H

#define PRODUCT_VERSION_NUMBERS 0, 1, 0, 0
#define PRODUCT_VERSION "0.1.0"

#endif
