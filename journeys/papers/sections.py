"""The paper of sections, which `sections.typ` lays."""

TEMPLATE = "sections"
MARKING = "Skyddade personuppgifter. Lämnas bara personligen eller genom en myndighet."
